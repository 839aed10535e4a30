import { html, LitElement, type TemplateResult } from 'lit';
import uPlot from 'uplot';

/** A colour or font of the theme, or another where the theme has none. */
export type ThemeValue = (name: string, otherwise: string) => string;

/** A picture of numbers that is drawn anew with its size and with the theme; what it says stands in a list or table beside it. */
export abstract class PlotElement extends LitElement {
  static override properties = { label: { type: String } };

  declare label: string;

  protected abstract readonly heightPx: number;

  #plot: uPlot | undefined;
  readonly #sizes = new ResizeObserver(() => this.#resize());
  readonly #themes = new MutationObserver(() => this.#draw());

  constructor() {
    super();
    this.label = '';
  }

  /** What is drawn, in the colours of the theme; nothing while there are no numbers. */
  protected abstract plot(
    theme: ThemeValue,
  ):
    | { readonly options: Omit<uPlot.Options, 'width' | 'height'>; readonly data: uPlot.AlignedData }
    | undefined;

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
    const style = getComputedStyle(document.body);
    const plot = this.plot((name, otherwise) => style.getPropertyValue(name).trim() || otherwise);
    if (plot === undefined) {
      return;
    }
    this.#plot?.destroy();
    const frame = {
      width: this.clientWidth,
      height: this.heightPx,
      legend: { show: false },
      cursor: { show: false },
    };
    this.#plot = new uPlot({ ...frame, ...plot.options }, plot.data, room);
  }

  #resize(): void {
    if (this.#plot === undefined) {
      this.#draw();
    } else {
      this.#plot.setSize({ width: this.clientWidth, height: this.heightPx });
    }
  }
}

/** How an axis looks: its words, the lines across, no ticks. */
export function axisLook(theme: ThemeValue): uPlot.Axis {
  return {
    stroke: theme('--vscode-descriptionForeground', 'gray'),
    font: `11px ${theme('--vscode-font-family', 'sans-serif')}`,
    grid: { stroke: theme('--vscode-charts-lines', 'gray'), width: 0.5, dash: [2, 4] },
    ticks: { show: false },
  };
}
