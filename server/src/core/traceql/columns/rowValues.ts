import type { Field } from '../ast';
import { evaluateLeaves } from '../evaluate/evaluateField';
import type { Expressions } from '../evaluate/expressions';
import { nil, type Value } from '../evaluate/value';
import { valueText } from '../evaluate/valueText';
import { fieldInRows } from './fieldInRows';
import { distinctLeaves } from './fieldLeaves';
import { type LeafColumn, leafColumn } from './leafColumns';
import type { Codes, SpanSegment } from './segment';

/** What a field is worth in the rows of a segment: for each row the place of its value; equal values have one place. */
export interface RowValues {
  readonly places: Codes;
  readonly distinct: readonly Value[];
}

/** Works out a field for the rows of a mask; those outside of it have any place. */
export function rowValues(
  field: Field,
  segment: SpanSegment,
  mask: Uint8Array,
  expressions: Expressions,
): RowValues {
  const leaves = distinctLeaves(field);
  const [only] = leaves;
  const column = only === undefined ? null : leafColumn(only, segment);
  if (leaves.length === 1 && column?.kind === 'dictionary')
    return dictionaryValues(column, segment, (value) => evaluateLeaves(field, () => value, expressions));
  const found = new Places();
  const placeIn = fieldInRows(field, { segment, expressions }, (value) => found.of(value));
  const places = new Uint32Array(segment.rowCount);
  for (let row = mask.indexOf(1); row !== -1; row = mask.indexOf(1, row + 1)) places[row] = placeIn(row);
  return { places, distinct: found.distinct };
}

/** Works a field out once for each distinct value of its only leaf. */
function dictionaryValues(
  { column, ofTrace }: Extract<LeafColumn, { kind: 'dictionary' }>,
  { rowCount, traceOf }: SpanSegment,
  worth: (value: Value) => Value,
): RowValues {
  const { codes, values } = column;
  const found = new Places();
  const table = Uint32Array.from(values, (value) => found.of(worth(value)));
  const { distinct } = found;
  if (!ofTrace && table.every((place, code) => place === code)) return { places: codes, distinct };
  const places = new (distinct.length <= 65_536 ? Uint16Array : Uint32Array)(rowCount);
  for (let row = 0; row < rowCount; row += 1)
    places[row] = table[codes[ofTrace ? (traceOf[row] as number) : row] as number] as number;
  return { places, distinct };
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
