import { nil, type Value } from '../evaluate/value';
import type { RowValues } from './rowValues';
import type { Codes } from './segment';

/** What `by` says of the rows of a segment: a small number for each combination of values, and the values of each. */
export interface RowLabels {
  /** The combination of each row; null where there is only one. Rows outside of the mask have any. */
  readonly places: Codes | null;
  readonly count: number;
  readonly values: (place: number) => readonly Value[];
}

/** Numbers the combinations of some columns in the rows of a mask. */
export function rowLabels(by: readonly RowValues[], mask: Uint8Array): RowLabels {
  return by.reduce<RowLabels>((labels, next) => combined(labels, next, mask), unlabelled);
}

const unlabelled: RowLabels = { places: null, count: 1, values: () => [] };

/** So many combinations are numbered as they could be; of more, only those that occur. */
const mostPossible = 1 << 16;

function combined({ places, count, values }: RowLabels, next: RowValues, mask: Uint8Array): RowLabels {
  const width = next.distinct.length;
  const valuesOf = (key: number) => [...values(Math.floor(key / width)), next.distinct[key % width] ?? nil];
  if (places === null) return { places: next.places, count: width, values: valuesOf };
  const keys = new Map<number, number>();
  const isDense = count * width <= mostPossible;
  const pairs = new Uint32Array(mask.length);
  for (let row = 0; row < mask.length; row += 1) {
    if (mask[row] === 0) continue;
    const key = (places[row] as number) * width + (next.places[row] as number);
    pairs[row] = isDense ? key : numberOf(key, keys);
  }
  if (isDense) return { places: pairs, count: count * width, values: valuesOf };
  const known = [...keys.keys()];
  return { places: pairs, count: Math.max(1, known.length), values: (place) => valuesOf(known[place] ?? 0) };
}

function numberOf(key: number, keys: Map<number, number>): number {
  const number = keys.get(key) ?? keys.size;
  keys.set(key, number);
  return number;
}
