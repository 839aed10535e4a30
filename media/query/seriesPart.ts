import { html, nothing, type TemplateResult } from 'lit';
import type { AnsweredSeries } from '#protocol/views/query';
import { countText, filled } from '../lib/texts';
import type { Desk } from './queryState';
import { mostLines, toneOf } from './seriesChart';

/** Numbers over time: a chart for the eye, and a table that says the same. */
export function seriesPart({ state }: Desk, series: AnsweredSeries): TemplateResult {
  const { words } = state.strings;
  const { lines } = series;
  const heading = html`<h2>${filled(words.series, countText(lines.length))}</h2>`;
  if (lines.length === 0) {
    return heading;
  }
  return html`${heading}
    <holdpoint-series .series=${series} .label=${words.chart}></holdpoint-series>
    ${lines.length > mostLines ? html`<p class="soft">${filled(words.tooMany, mostLines)}</p>` : nothing}
    <div class="table-room" tabindex="0" role="group" aria-label=${words.chart}>
      <table>
        <thead>
          <tr>
            <th scope="col">${words.query}</th>
            ${[words.last, words.least, words.average, words.most].map((word) => html`<th scope="col" class="number">${word}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${lines.map(({ label, values }, index) => row(label || state.answer?.q || '', values, index))}
        </tbody>
      </table>
    </div>`;
}

function row(label: string, values: readonly (number | null)[], index: number): TemplateResult {
  const numbers = values.filter((value) => value !== null);
  const sum = numbers.reduce((total, value) => total + value, 0);
  const shown = [
    numbers.at(-1),
    numbers.reduce<number | undefined>((least, value) => Math.min(least ?? value, value), undefined),
    numbers.length === 0 ? undefined : sum / numbers.length,
    numbers.reduce<number | undefined>((most, value) => Math.max(most ?? value, value), undefined),
  ];
  return html`<tr>
    <th scope="row" class="mono">
      ${index < mostLines ? html`<i class="swatch ${toneOf(index)}" aria-hidden="true"></i>` : nothing}${label}
    </th>
    ${shown.map((value) => html`<td class="number">${value === undefined ? '–' : numberText(value)}</td>`)}
  </tr>`;
}

/** A number with as many digits as say something. */
function numberText(value: number): string {
  return new Intl.NumberFormat(document.documentElement.lang || 'en', { maximumSignificantDigits: 4 }).format(
    value,
  );
}
