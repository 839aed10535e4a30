import type { Value } from '../evaluate/value';
import { valueText } from '../evaluate/valueText';

/** What tells one series of an answer from the others. */
export interface Label {
  readonly name: string;
  readonly value: Value;
}

/** One number for each step; NaN where there is none. */
export interface Series {
  readonly labels: readonly Label[];
  readonly values: Float64Array;
}

/** Labels as one text, different for different labels. */
export function labelKey(labels: readonly Label[]): string {
  return JSON.stringify(labels.map(({ name, value }) => [name, valueText(value)]));
}

/** Series in the order of their labels, without those that have no number at all. */
export function orderedSeries(series: readonly Series[]): Series[] {
  const keyed = series
    .filter(({ values }) => values.some((value) => !Number.isNaN(value)))
    .map((one) => ({ one, key: labelKey(one.labels) }));
  return keyed.sort((left, right) => (left.key < right.key ? -1 : 1)).map(({ one }) => one);
}
