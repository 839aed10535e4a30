import { durationText } from '../lib/texts';
import { type TimeWindow, ticks } from './time/timeWindow';

const tickPx = 110;

/** The room for times above the bars. */
export function axisRoom(axis: HTMLElement): HTMLElement {
  const room = document.createElement('span');
  room.className = 'axis-room';
  axis.append(room);
  return room;
}

/** Writes round times above the bars, as many as find room in a width. */
export function drawAxis(room: HTMLElement, roomPx: number, window: TimeWindow, firstUs: number): void {
  const most = Math.max(1, Math.floor(roomPx / tickPx));
  const length = window.to - window.from;
  room.replaceChildren(
    ...ticks(window, firstUs, most).map((at) => {
      const tick = document.createElement('span');
      tick.className = 'tick';
      tick.style.left = `${(100 * (at + firstUs - window.from)) / length}%`;
      tick.textContent = at > 0 && at < 1000 ? `${Math.round(at)} µs` : durationText(at / 1000);
      return tick;
    }),
  );
}
