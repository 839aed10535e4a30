import type { SpanStore } from '../columns/spanStore';
import type { SpanTree } from '../tree/spanTree';
import { endOf, isWait } from '../tree/waits';
import { type TimeWindow, within } from './timeWindow';

/** What the overview draws. */
export interface OverviewSubject {
  readonly store: SpanStore;
  readonly tree: SpanTree;
  readonly nowUs: number;
}

const laneCount = 16;
const nothing = 0;
const working = 1;
const waiting = 2;
const failed = 3;

/** The whole time at a glance, on a canvas; dragging over it chooses a part, a double click the whole. */
export class Overview {
  readonly #canvas: HTMLCanvasElement;
  readonly #mark: HTMLElement;
  readonly #choose: (window: TimeWindow | null) => void;
  #subject: OverviewSubject | undefined;
  #pressedAt: number | undefined;

  constructor(host: HTMLElement, choose: (window: TimeWindow | null) => void) {
    this.#choose = choose;
    this.#canvas = document.createElement('canvas');
    this.#mark = document.createElement('div');
    this.#mark.className = 'overview-mark';
    host.append(this.#canvas, this.#mark);
    host.addEventListener('pointerdown', (event) => this.#press(event, host));
    host.addEventListener('pointermove', (event) => this.#drag(event));
    host.addEventListener('pointerup', (event) => this.#release(event));
    host.addEventListener('dblclick', () => choose(null));
    new ResizeObserver(() => this.draw(this.#subject)).observe(host);
    new MutationObserver(() => this.draw(this.#subject)).observe(document.body, {
      attributeFilter: ['class'],
    });
  }

  /** Draws all spans: one lane for each depth, errors above waiting above work. */
  draw(subject: OverviewSubject | undefined): void {
    this.#subject = subject;
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (subject === undefined || width === 0) {
      return;
    }
    const scale = Math.min(2, window.devicePixelRatio || 1);
    this.#canvas.width = Math.round(width * scale);
    this.#canvas.height = Math.round(height * scale);
    const context = this.#canvas.getContext('2d');
    if (context !== null) {
      paint(context, lanesOf(subject, this.#canvas.width), this.#canvas);
    }
  }

  /** Marks the part that the waterfall shows. */
  show(shown: TimeWindow, isWhole: boolean): void {
    const [first, last] = this.#subject?.store.extent ?? [0, 1];
    this.#mark.hidden = isWhole;
    this.#mark.style.left = `${(100 * (shown.from - first)) / (last - first)}%`;
    this.#mark.style.width = `${(100 * (shown.to - shown.from)) / (last - first)}%`;
  }

  #press(event: PointerEvent, host: HTMLElement): void {
    if (event.button === 0) {
      this.#pressedAt = this.#timeAt(event);
      host.setPointerCapture(event.pointerId);
    }
  }

  #drag(event: PointerEvent): void {
    const chosen = this.#chosen(event);
    if (chosen !== undefined) {
      this.show(chosen, false);
    }
  }

  #release(event: PointerEvent): void {
    const chosen = this.#chosen(event);
    this.#pressedAt = undefined;
    if (chosen !== undefined) {
      this.#choose(chosen);
    }
  }

  /** The part between where the button went down and where it is; nothing for a mere click. */
  #chosen(event: PointerEvent): TimeWindow | undefined {
    const extent = this.#subject?.store.extent;
    if (this.#pressedAt === undefined || extent === undefined) {
      return undefined;
    }
    const at = this.#timeAt(event);
    const part = { from: Math.min(at, this.#pressedAt), to: Math.max(at, this.#pressedAt) };
    const isDragged = part.to - part.from > (extent[1] - extent[0]) * (3 / this.#canvas.clientWidth);
    return isDragged ? within(part, extent) : undefined;
  }

  #timeAt(event: PointerEvent): number {
    const box = this.#canvas.getBoundingClientRect();
    const [first, last] = this.#subject?.store.extent ?? [0, 1];
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / Math.max(1, box.width)));
    return first + share * (last - first);
  }
}

/** What is seen in each pixel of each lane. */
function lanesOf({ store, tree, nowUs }: OverviewSubject, width: number): Uint8Array {
  const lanes = new Uint8Array(laneCount * width);
  const [first, last] = store.extent;
  const perUs = width / (last - first);
  const error = store.textPlace('ERROR');
  for (let span = 0; span < store.count; span += 1) {
    const lane = Math.min(tree.depth[span] ?? 0, laneCount - 1);
    const from = Math.floor(((store.start[span] ?? 0) - first) * perUs);
    const to = Math.min(width, Math.max(from + 1, Math.ceil((endOf(store, span, nowUs) - first) * perUs)));
    const look = store.status[span] === error ? failed : isWait(store, span) ? waiting : working;
    for (let at = lane * width + from; at < lane * width + to; at += 1) {
      if ((lanes[at] ?? nothing) < look) {
        lanes[at] = look;
      }
    }
  }
  return lanes;
}

function paint(context: CanvasRenderingContext2D, lanes: Uint8Array, { width, height }: HTMLCanvasElement) {
  const style = getComputedStyle(document.body);
  const tone = (name: string) => style.getPropertyValue(name).trim() || 'gray';
  const colors = ['', tone('--tone-run'), tone('--tone-wait'), tone('--tone-bad')];
  const used = lanes.findLastIndex((look) => look !== nothing);
  const depth = Math.max(1, Math.ceil((used + 1) / width));
  const tall = height / depth;
  context.clearRect(0, 0, width, height);
  for (let lane = 0; lane < depth; lane += 1) {
    let begin = 0;
    for (let at = 1; at <= width; at += 1) {
      const look = lanes[lane * width + begin] ?? nothing;
      if (at === width || lanes[lane * width + at] !== look) {
        if (look !== nothing) {
          context.fillStyle = colors[look] ?? 'gray';
          context.fillRect(begin, lane * tall, at - begin, Math.max(1, tall - 1));
        }
        begin = at;
      }
    }
  }
}
