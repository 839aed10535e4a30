import type { Field } from '../ast';
import { evaluateLeaves } from '../evaluate/evaluateField';
import type { Value } from '../evaluate/value';
import { distinctLeaves, leavesOf } from './fieldLeaves';
import { type LeafColumn, leafColumn, valueIn } from './leafColumns';
import type { ColumnEvaluation } from './spansets';

/** What a field of several leaves is worth in a row: worked out once for each combination of values that occurs. */
export function fieldInRows<T>(
  field: Field,
  { segment, expressions }: ColumnEvaluation,
  worth: (value: Value) => T,
): (row: number) => T {
  const columns = new Map(leavesOf(field).map((leaf) => [leaf, leafColumn(leaf, segment)]));
  const workOut = (row: number) =>
    worth(evaluateLeaves(field, (leaf) => valueIn(columns.get(leaf) ?? nothing, row, segment), expressions));
  const combination = combinationIn(distinctLeaves(field).map((leaf) => columns.get(leaf) ?? nothing));
  if (combination === null) return workOut;
  const known = new Map<number, T>();
  return (row) => {
    const key = combination(row, segment.traceOf[row] as number);
    let found = known.get(key);
    if (found === undefined) {
      found = workOut(row);
      known.set(key, found);
    }
    return found;
  };
}

const nothing: LeafColumn = { kind: 'nothing' };

/** A number for each combination of values; null where numbers themselves are looked at, or there are too many to count. */
function combinationIn(columns: readonly LeafColumn[]): ((row: number, trace: number) => number) | null {
  const parts = columns.flatMap((column) => (column.kind === 'dictionary' ? [column] : []));
  const possible = parts.reduce((product, { column }) => product * column.values.length, 1);
  if (columns.some(({ kind }) => kind === 'numbers') || possible > Number.MAX_SAFE_INTEGER) return null;
  return (row, trace) => {
    let key = 0;
    for (const { column, ofTrace } of parts)
      key = key * column.values.length + (column.codes[ofTrace ? trace : row] as number);
    return key;
  };
}
