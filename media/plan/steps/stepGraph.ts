import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { BoardStep } from '#protocol/views/plan';
import { icon } from '../../lib/icon';
import { type GraphPlan, graphPlan, type PlacedEdge, stepSize } from './graphLayout';
import { stepBeside } from './graphWalk';

/** The texts of the graph's own buttons. */
export interface GraphTexts {
  readonly label: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly fit: string;
}

const leastZoom = 0.2;
const mostZoom = 1.6;
const besidePx = 300;

/**
 * The steps of a plan as a graph. Only what is in sight is in the page, so that hundreds of steps cost nothing.
 * It tells `step-chosen` (detail: id) when a step gets the focus and `step-open` on Enter or double click.
 */
export class StepGraph extends LitElement {
  static override properties = {
    steps: { attribute: false },
    drawStep: { attribute: false },
    labelOf: { attribute: false },
    toneOf: { attribute: false },
    texts: { attribute: false },
    chosen: { type: String },
    zoom: { state: true },
  };

  declare steps: readonly BoardStep[];
  declare drawStep: (step: BoardStep) => TemplateResult;
  declare labelOf: (step: BoardStep) => string;
  /** The tone of a step, which the edges that leave it have too. */
  declare toneOf: (id: string) => string;
  declare texts: GraphTexts;
  declare chosen: string | null;
  declare zoom: number;

  #plan: GraphPlan = { width: 0, height: 0, steps: [], edges: [] };
  /** What the layout depends on: a step that only changes its state stays where it is. */
  #shape = '';
  #isFitted = false;
  /** The step that gets the focus as soon as it is drawn. */
  #focusNext: string | null = null;
  readonly #sizes = new ResizeObserver(() => this.#resized());

  constructor() {
    super();
    this.steps = [];
    this.drawStep = () => html``;
    this.labelOf = ({ id }) => id;
    this.toneOf = () => 'idle';
    this.texts = { label: '', zoomIn: '', zoomOut: '', fit: '' };
    this.chosen = null;
    this.zoom = 1;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  protected override firstUpdated(): void {
    const room = this.#room();
    if (room !== null) {
      this.#sizes.observe(room);
    }
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('steps')) {
      const shape = JSON.stringify(this.steps.map(({ id, needs, jumps }) => [id, needs, jumps]));
      if (shape !== this.#shape) {
        this.#shape = shape;
        this.#plan = graphPlan(this.steps);
        this.#isFitted = false;
      }
    }
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (!this.#isFitted) {
      this.#resized();
    }
    if (changed.has('chosen') && this.#focusNext === null) {
      this.#show(this.chosen, 'nearest');
    }
    const next = this.querySelector<HTMLElement>(`[data-step="${this.#focusNext}"]`);
    if (next !== null) {
      this.#focusNext = null;
      next.focus({ preventScroll: true });
    }
  }

  protected override render(): TemplateResult {
    const { width, height } = this.#plan;
    const sight = this.#sight();
    const isSeen = (box: { left: number; top: number; right: number; bottom: number }) =>
      box.right >= sight.left &&
      box.left <= sight.right &&
      box.bottom >= sight.top &&
      box.top <= sight.bottom;
    const steps = this.#plan.steps.filter(
      ({ id, x, y }) =>
        id === this.chosen ||
        isSeen({ left: x, top: y, right: x + stepSize.width, bottom: y + stepSize.height }),
    );
    return html`<div
        class="graph-room"
        @scroll=${() => this.requestUpdate()}
        @wheel=${(event: WheelEvent) => this.#zoomByWheel(event)}
      >
        <div class="graph-space" .style=${`width: ${width * this.zoom}px; height: ${height * this.zoom}px`}>
          <div
            class="graph-plane"
            role="group"
            aria-label=${this.texts.label}
            .style=${`width: ${width}px; height: ${height}px; transform: scale(${this.zoom})`}
            @keydown=${(event: KeyboardEvent) => this.#walk(event)}
          >
            <svg class="graph-edges" width=${width} height=${height} aria-hidden="true">
              ${arrowHeads}${this.#plan.edges.filter(isSeen).map((edge) => this.#edge(edge))}
            </svg>
            ${repeat(
              steps,
              ({ id }) => id,
              ({ index, x, y }) => this.#step(index, x, y),
            )}
          </div>
        </div>
      </div>
      <div class="graph-tools">
        ${this.#tool('zoom-in', this.texts.zoomIn, () => this.#zoomBy(1.25))}
        ${this.#tool('zoom-out', this.texts.zoomOut, () => this.#zoomBy(0.8))}
        ${this.#tool('screen-full', this.texts.fit, () => this.#fit(leastZoom))}
      </div>`;
  }

  #step(index: number, x: number, y: number): TemplateResult | typeof nothing {
    const step = this.steps[index];
    if (step === undefined) {
      return nothing;
    }
    const isChosen = step.id === this.chosen;
    const isFirst = this.chosen === null && index === 0;
    return html`<button
      class="graph-step tone-${this.toneOf(step.id)}"
      data-step=${step.id}
      aria-pressed=${isChosen}
      tabindex=${isChosen || isFirst ? 0 : -1}
      .style=${`width: ${stepSize.width}px; height: ${stepSize.height}px; translate: ${x}px ${y}px`}
      @focus=${() => this.#tell('step-chosen', step.id)}
      @click=${() => this.#tell('step-open', step.id)}
    >
      <span class="unseen">${this.labelOf(step)}</span>${this.drawStep(step)}
    </button>`;
  }

  #edge({ from, kind, path }: PlacedEdge): TemplateResult {
    const tone = kind === 'needs' && this.toneOf(from) === 'good' ? 'good' : 'idle';
    return svg`<path class="graph-edge ${kind} ${tone}" d=${path} marker-end="url(#arrow-${tone})"></path>`;
  }

  #tool(image: string, label: string, act: () => void): TemplateResult {
    return html`<button class="tool" title=${label} aria-label=${label} @click=${act}>${icon(image)}</button>`;
  }

  #walk(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const from = (event.target as HTMLElement).dataset['step'];
    const to = from === undefined ? undefined : stepBeside(this.#plan, this.steps, from, event.key);
    if (to !== undefined) {
      event.preventDefault();
      this.#focusNext = to;
      this.#show(to, 'nearest');
      this.#tell('step-chosen', to);
      this.requestUpdate();
    }
  }

  #tell(name: string, id: string): void {
    this.dispatchEvent(new CustomEvent(name, { detail: id, bubbles: true }));
  }

  #room(): HTMLElement | null {
    return this.querySelector<HTMLElement>('.graph-room');
  }

  /** What can be seen, and a little beside it, before zooming. */
  #sight() {
    const room = this.#room();
    const { scrollLeft = 0, scrollTop = 0 } = room ?? {};
    const [wide, high] = [room?.clientWidth ?? 1200, room?.clientHeight ?? 900];
    return {
      left: (scrollLeft - besidePx) / this.zoom,
      top: (scrollTop - besidePx) / this.zoom,
      right: (scrollLeft + wide + besidePx) / this.zoom,
      bottom: (scrollTop + high + besidePx) / this.zoom,
    };
  }

  #show(id: string | null, block: 'nearest' | 'center'): void {
    const room = this.#room();
    const step = this.#plan.steps.find((placed) => placed.id === id);
    if (room === null || step === undefined) {
      return;
    }
    const left = step.x * this.zoom;
    const top = step.y * this.zoom;
    const isIn =
      left >= room.scrollLeft &&
      top >= room.scrollTop &&
      left + stepSize.width * this.zoom <= room.scrollLeft + room.clientWidth &&
      top + stepSize.height * this.zoom <= room.scrollTop + room.clientHeight;
    if (!isIn || block === 'center') {
      room.scrollTo(
        left - (room.clientWidth - stepSize.width) / 2,
        top - (room.clientHeight - stepSize.height) / 2,
      );
    }
  }

  #resized(): void {
    const room = this.#room();
    if (!this.#isFitted && room !== null && room.clientWidth > 0 && this.#plan.width > 0) {
      this.#isFitted = true;
      // A wide plan is made smaller until it can just be read; a tall one is scrolled.
      this.#fit(0.65, false);
      this.#show(this.chosen, 'center');
    }
    this.requestUpdate();
  }

  #fit(least: number, isWhole = true): void {
    const room = this.#room();
    if (room !== null) {
      const wide = room.clientWidth / Math.max(1, this.#plan.width);
      const high = isWhole ? room.clientHeight / Math.max(1, this.#plan.height) : 1;
      this.zoom = Math.max(least, Math.min(1, wide, high));
    }
  }

  #zoomBy(factor: number): void {
    this.zoom = Math.max(leastZoom, Math.min(mostZoom, this.zoom * factor));
  }

  #zoomByWheel(event: WheelEvent): void {
    if (event.ctrlKey) {
      event.preventDefault();
      this.#zoomBy(event.deltaY < 0 ? 1.1 : 0.9);
    }
  }
}

const arrowHeads = svg`<defs>${['good', 'idle'].map(
  (tone) => svg`<marker id="arrow-${tone}" class="graph-arrow ${tone}" viewBox="0 0 8 8" refX="7" refY="4"
    markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z"></path></marker>`,
)}</defs>`;

customElements.define('holdpoint-graph', StepGraph);
