import { type PlainValue, plainValue, wideNames } from '../answer/plainValue';
import type { Series } from './series';

/** A series as answers carry it: `null` where there is no number. */
export interface PlainSeries {
  readonly labels: { readonly name: string; readonly value: PlainValue; readonly wide?: true }[];
  readonly values: (number | null)[];
}

/** Makes a series fit for JSON. */
export function plainSeries({ labels, values }: Series): PlainSeries {
  return {
    labels: labels.map(({ name, value }) => ({
      name,
      value: plainValue(value),
      ...(wideNames([[name, value]]).length === 0 ? {} : { wide: true as const }),
    })),
    values: Array.from(values, (value) => (Number.isFinite(value) ? value : null)),
  };
}
