import { html, LitElement, type TemplateResult } from 'lit';
import uPlot from 'uplot';
import { durationText } from '../lib/texts';

/** How long one step worked and was waited for. */
export interface DurationBar {
  readonly label: string;
  readonly workMs: number;
  readonly waitMs: number;
}

const heightPx = 150;

/** Durations as bars in the order of the steps. The same numbers stand in the list below, which is what is read aloud. */
export class DurationChart extends LitElement {
  static override properties = { bars: { attribute: false }, label: { type: String } };

  declare bars: readonly DurationBar[];
  declare label: string;

  #plot: uPlot | undefined;
  readonly #sizes = new ResizeObserver(() => this.#resize());
  readonly #themes = new MutationObserver(() => this.#draw());

  constructor() {
    super();
    this.bars = [];
    this.label = '';
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    this.#themes.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    this.#themes.disconnect();
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  protected override render(): TemplateResult {
    return html`<div class="chart" role="img" aria-label=${this.label}></div>`;
  }

  protected override updated(): void {
    this.#draw();
  }

  #draw(): void {
    const room = this.querySelector<HTMLElement>('.chart');
    if (room === null || this.clientWidth === 0) {
      return;
    }
    this.#plot?.destroy();
    const work = this.bars.map(({ workMs }) => workMs);
    const whole = this.bars.map(({ workMs, waitMs }) => workMs + waitMs);
    const places = this.bars.map((_, index) => index);
    this.#plot = new uPlot(this.#options(), [places, whole, work], room);
  }

  #options(): uPlot.Options {
    const color = (name: string, otherwise: string) =>
      getComputedStyle(document.body).getPropertyValue(name).trim() || otherwise;
    const text = color('--vscode-descriptionForeground', 'gray');
    const rule = color('--vscode-charts-lines', 'gray');
    const bars = uPlot.paths.bars?.({ size: [0.7, 48] });
    const series = (stroke: string): uPlot.Series => ({
      stroke,
      fill: stroke,
      width: 0,
      points: { show: false },
      ...(bars === undefined ? {} : { paths: bars }),
    });
    const font = `11px ${color('--vscode-font-family', 'sans-serif')}`;
    return {
      width: this.clientWidth,
      height: heightPx,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: [-0.6, this.bars.length - 0.4] },
        y: { range: (_, __, most) => [0, most * 1.05 || 1] },
      },
      series: [
        {},
        series(color('--vscode-charts-yellow', 'goldenrod')),
        series(color('--vscode-charts-blue', 'steelblue')),
      ],
      axes: [
        {
          stroke: text,
          font,
          size: 24,
          grid: { show: false },
          ticks: { show: false },
          splits: () => this.#splits(),
          values: (_, splits) => splits.map((at) => this.#short(at)),
        },
        {
          stroke: text,
          font,
          size: 64,
          grid: { stroke: rule, width: 0.5, dash: [2, 4] },
          ticks: { show: false },
          values: (_, splits) => splits.map((ms) => durationText(ms)),
        },
      ],
    };
  }

  /** As many names below the bars as fit. */
  #splits(): number[] {
    const every = Math.max(1, Math.ceil((this.bars.length * 90) / Math.max(1, this.clientWidth - 64)));
    return this.bars.map((_, index) => index).filter((index) => index % every === 0);
  }

  #short(index: number): string {
    const label = this.bars[index]?.label ?? '';
    return label.length > 13 ? `${label.slice(0, 12)}…` : label;
  }

  #resize(): void {
    if (this.#plot === undefined) {
      this.#draw();
    } else {
      this.#plot.setSize({ width: this.clientWidth, height: heightPx });
    }
  }
}

customElements.define('holdpoint-durations', DurationChart);
