import type { Field } from '../ast';
import { evaluateLeaves, type Leaf } from '../evaluate/evaluateField';
import type { Expressions } from '../evaluate/expressions';
import { nil, type Value } from '../evaluate/value';
import { valueText } from '../evaluate/valueText';
import { leavesOf } from './fieldLeaves';
import { leafColumn, valueIn } from './leafColumns';
import type { SpanSegment } from './segment';
import { printLeaf } from './truthOf';

/** What a field is worth in the rows of a segment: for each row the place of its value; equal values have one place. */
export interface RowValues {
  readonly places: ArrayLike<number>;
  readonly distinct: readonly Value[];
  /** Whether `places` has one entry for each trace instead of each row. */
  readonly ofTrace: boolean;
}

/** Works out a field for the rows of a mask; those outside of it have any place. */
export function rowValues(
  field: Field,
  segment: SpanSegment,
  mask: Uint8Array,
  expressions: Expressions,
): RowValues {
  const leaves = new Map(leavesOf(field).map((leaf) => [printLeaf(leaf), leaf]));
  const [only] = leaves.values();
  const column = only === undefined ? null : leafColumn(only, segment);
  if (leaves.size === 1 && column?.kind === 'dictionary') {
    const { codes, values } = column.column;
    const worth = values.map((value) => evaluateLeaves(field, () => value, expressions));
    const { places, distinct } = distinctPlaces(worth);
    const isSame = places.every((place, code) => place === code);
    return {
      places: isSame ? codes : Uint32Array.from(codes, (code) => places[code] as number),
      distinct,
      ofTrace: column.ofTrace,
    };
  }
  const columns = new Map([...leaves].map(([name, leaf]) => [name, leafColumn(leaf, segment)]));
  const found = new Places();
  const places = new Uint32Array(segment.rowCount);
  for (let row = 0; row < places.length; row += 1) {
    if (mask[row] === 0) continue;
    const leafOf = (leaf: Leaf) => valueIn(columns.get(printLeaf(leaf)) ?? { kind: 'nothing' }, row, segment);
    places[row] = found.of(evaluateLeaves(field, leafOf, expressions));
  }
  return { places, distinct: found.distinct, ofTrace: false };
}

function distinctPlaces(values: readonly Value[]) {
  const found = new Places();
  return { places: Uint32Array.from(values, (value) => found.of(value)), distinct: found.distinct };
}

class Places {
  readonly distinct: Value[] = [nil];
  readonly #known = new Map<string, number>([[valueText(nil), 0]]);

  of(value: Value): number {
    const text = valueText(value);
    let place = this.#known.get(text);
    if (place === undefined) {
      place = this.distinct.length;
      this.#known.set(text, place);
      this.distinct.push(value);
    }
    return place;
  }
}
