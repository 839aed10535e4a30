import uPlot from 'uplot';
import { axisLook, PlotElement, type ThemeValue } from '../lib/plotElement';
import { durationText } from '../lib/texts';

/** How long one step worked and was waited for. */
export interface DurationBar {
  readonly label: string;
  readonly workMs: number;
  readonly waitMs: number;
}

/** Durations as bars in the order of the steps. The same numbers stand in the list below, which is what is read aloud. */
export class DurationChart extends PlotElement {
  static override properties = { ...PlotElement.properties, bars: { attribute: false } };

  declare bars: readonly DurationBar[];

  protected readonly heightPx = 150;

  constructor() {
    super();
    this.bars = [];
  }

  protected plot(theme: ThemeValue) {
    const work = this.bars.map(({ workMs }) => workMs);
    const whole = this.bars.map(({ workMs, waitMs }) => workMs + waitMs);
    const places = this.bars.map((_, index) => index);
    return { options: this.#options(theme), data: [places, whole, work] satisfies uPlot.AlignedData };
  }

  #options(theme: ThemeValue): Omit<uPlot.Options, 'width' | 'height'> {
    const bars = uPlot.paths.bars?.({ size: [0.7, 48] });
    const series = (stroke: string): uPlot.Series => ({
      stroke,
      fill: stroke,
      width: 0,
      points: { show: false },
      ...(bars === undefined ? {} : { paths: bars }),
    });
    const axis = axisLook(theme);
    return {
      scales: {
        x: { time: false, range: [-0.6, this.bars.length - 0.4] },
        y: { range: (_, __, most) => [0, most * 1.05 || 1] },
      },
      series: [
        {},
        series(theme('--vscode-charts-yellow', 'goldenrod')),
        series(theme('--vscode-charts-blue', 'steelblue')),
      ],
      axes: [
        {
          ...axis,
          size: 24,
          grid: { show: false },
          splits: () => this.#splits(),
          values: (_, splits) => splits.map((at) => this.#short(at)),
        },
        { ...axis, size: 64, values: (_, splits) => splits.map((ms) => durationText(ms)) },
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
}

customElements.define('holdpoint-durations', DurationChart);
