/** The part of a trace's time that the waterfall shows, in microseconds. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** The shortest time that can be looked at. */
const shortestUs = 10;

/** A window, moved and cut so that it lies within the whole. */
export function within(window: TimeWindow, [first, last]: readonly [number, number]): TimeWindow {
  const length = Math.min(Math.max(window.to - window.from, shortestUs), last - first);
  const from = Math.min(Math.max(window.from, first), last - length);
  return { from, to: from + length };
}

/** A window longer or shorter by a factor, around a point in it. */
export function zoomed({ from, to }: TimeWindow, factor: number, aroundUs = (from + to) / 2): TimeWindow {
  return { from: aroundUs - (aroundUs - from) * factor, to: aroundUs + (to - aroundUs) * factor };
}

/** A window moved by a part of its own length. */
export function moved({ from, to }: TimeWindow, part: number): TimeWindow {
  const by = (to - from) * part;
  return { from: from + by, to: to + by };
}

/** Round points in time within a window, about as many as asked for, counted from the first moment of the whole. */
export function ticks({ from, to }: TimeWindow, firstUs: number, most: number): readonly number[] {
  const rough = (to - from) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  const step = [1, 2, 5, 10].map((times) => times * power).find((wide) => wide >= rough) ?? power * 10;
  const found: number[] = [];
  for (let at = Math.ceil((from - firstUs) / step) * step; at <= to - firstUs; at += step) {
    found.push(at);
  }
  return found;
}
