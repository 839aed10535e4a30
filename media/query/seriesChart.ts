import { html, LitElement, type TemplateResult } from 'lit';
import uPlot from 'uplot';
import type { AnsweredSeries } from '#protocol/views/query';

/** More lines than this cannot be told apart. */
export const mostLines = 8;

const tones = ['blue', 'orange', 'green', 'purple', 'red', 'yellow'] as const;
const heightPx = 220;

/** The name of the colour of a line, as the style sheet and the chart both know it. */
export function toneOf(index: number): string {
  return `tone-${tones[index % tones.length]}`;
}

/** Numbers over time as lines. What they say stands in the table below, which is what is read aloud. */
export class SeriesChart extends LitElement {
  static override properties = { series: { attribute: false }, label: { type: String } };

  declare series: AnsweredSeries | undefined;
  declare label: string;

  #plot: uPlot | undefined;
  readonly #sizes = new ResizeObserver(() => this.#resize());
  readonly #themes = new MutationObserver(() => this.#draw());

  constructor() {
    super();
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
    return html`<div class="series-chart" role="img" aria-label=${this.label}></div>`;
  }

  protected override updated(): void {
    this.#draw();
  }

  #draw(): void {
    const room = this.querySelector<HTMLElement>('.series-chart');
    const { series } = this;
    if (room === null || series === undefined || this.clientWidth === 0) {
      return;
    }
    this.#plot?.destroy();
    const lines = series.lines.slice(0, mostLines);
    const count = lines[0]?.values.length ?? 0;
    const times = Array.from(
      { length: count },
      (_, at) => (series.start_us + at * series.step_us) / 1_000_000,
    );
    this.#plot = new uPlot(
      this.#options(lines.length),
      [times, ...lines.map(({ values }) => [...values])],
      room,
    );
  }

  #options(lineCount: number): uPlot.Options {
    const style = getComputedStyle(document.body);
    const color = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise;
    const axis = {
      stroke: color('--vscode-descriptionForeground', 'gray'),
      font: `11px ${color('--vscode-font-family', 'sans-serif')}`,
      grid: { stroke: color('--vscode-charts-lines', 'gray'), width: 0.5, dash: [2, 4] },
      ticks: { show: false },
    };
    const lines = Array.from({ length: lineCount }, (_, index): uPlot.Series => {
      const tone = tones[index % tones.length] ?? 'blue';
      // A second round of the colours is told apart by its dashes.
      return {
        stroke: color(`--vscode-charts-${tone}`, tone),
        width: 2,
        ...(index >= tones.length && { dash: [6, 4] }),
      };
    });
    return {
      width: this.clientWidth,
      height: heightPx,
      legend: { show: false },
      cursor: { show: false },
      series: [{}, ...lines],
      axes: [axis, { ...axis, size: 64 }],
    };
  }

  #resize(): void {
    if (this.#plot === undefined) {
      this.#draw();
    } else {
      this.#plot.setSize({ width: this.clientWidth, height: heightPx });
    }
  }
}

customElements.define('holdpoint-series', SeriesChart);
