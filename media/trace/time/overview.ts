import { lanesOf, looks, type OverviewSubject, usedLanes } from './lanes';
import { type TimeWindow, within } from './timeWindow';

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

function paint(context: CanvasRenderingContext2D, lanes: Uint8Array, { width, height }: HTMLCanvasElement) {
  const style = getComputedStyle(document.body);
  const tone = (name: string) => style.getPropertyValue(name).trim() || 'gray';
  const colors = ['', tone('--tone-run'), tone('--tone-wait'), tone('--tone-bad')];
  const depth = usedLanes(lanes, width);
  const tall = height / depth;
  context.clearRect(0, 0, width, height);
  for (let lane = 0; lane < depth; lane += 1) {
    for (const { look, from, to } of stretches(lanes.subarray(lane * width, (lane + 1) * width))) {
      context.fillStyle = colors[look] ?? 'gray';
      context.fillRect(from, lane * tall, to - from, Math.max(1, tall - 1));
    }
  }
}

/** Neighbouring pixels that look the same are drawn at once. */
function* stretches(lane: Uint8Array) {
  let from = 0;
  for (let to = 1; to <= lane.length; to += 1) {
    const look = lane[from] as number;
    if (to === lane.length || lane[to] !== look) {
      if (look !== looks.nothing) {
        yield { look, from, to };
      }
      from = to;
    }
  }
}
