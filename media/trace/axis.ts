import { durationText } from '../lib/texts';
import { type TimeWindow, ticks } from './time/timeWindow';

const tickPx = 110;

/** Writes round times above the bars. */
export function drawAxis(axis: HTMLElement, window: TimeWindow, firstUs: number): void {
  const room = axis.querySelector<HTMLElement>('.axis-room') ?? madeRoom(axis);
  const most = Math.max(1, Math.floor(room.clientWidth / tickPx));
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

function madeRoom(axis: HTMLElement): HTMLElement {
  const room = document.createElement('span');
  room.className = 'axis-room';
  axis.append(room);
  return room;
}
