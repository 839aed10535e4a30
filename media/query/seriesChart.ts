import type uPlot from 'uplot';
import type { AnsweredSeries } from '#protocol/views/query';
import { axisLook, PlotElement, type ThemeValue } from '../lib/plotElement';

/** More lines than this cannot be told apart. */
export const mostLines = 8;

const tones = ['blue', 'orange', 'green', 'purple', 'red', 'yellow'] as const;

/** The name of the colour of a line, as the style sheet and the chart both know it. */
export function toneOf(index: number): string {
  return `tone-${tones[index % tones.length]}`;
}

/** Numbers over time as lines. What they say stands in the table below, which is what is read aloud. */
export class SeriesChart extends PlotElement {
  static override properties = { ...PlotElement.properties, series: { attribute: false } };

  declare series: AnsweredSeries | undefined;

  protected readonly heightPx = 220;

  protected plot(theme: ThemeValue) {
    const { series } = this;
    if (series === undefined) {
      return undefined;
    }
    const lines = series.lines.slice(0, mostLines);
    const count = lines[0]?.values.length ?? 0;
    const times = Array.from(
      { length: count },
      (_, at) => (series.start_us + at * series.step_us) / 1_000_000,
    );
    const axis = axisLook(theme);
    return {
      options: {
        series: [{}, ...lines.map((_, index) => lineLook(theme, index))],
        axes: [axis, { ...axis, size: 64 }],
      },
      data: [times, ...lines.map(({ values }) => [...values])] satisfies uPlot.AlignedData,
    };
  }
}

function lineLook(theme: ThemeValue, index: number): uPlot.Series {
  const tone = tones[index % tones.length] ?? 'blue';
  // A second round of the colours is told apart by its dashes.
  return {
    stroke: theme(`--vscode-charts-${tone}`, tone),
    width: 2,
    ...(index >= tones.length && { dash: [6, 4] }),
  };
}

customElements.define('holdpoint-series', SeriesChart);
