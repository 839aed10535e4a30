import type { Leaf } from '../evaluate/evaluateField';
import { nil, type Value } from '../evaluate/value';
import { columnsOf } from './columnNames';
import type { Dictionary, SpanSegment } from './segment';

/** Where a leaf's values are for the rows of a segment; `ofTrace` says that there is one for each trace instead. */
export type LeafColumn =
  | { readonly kind: 'dictionary'; readonly column: Dictionary; readonly ofTrace: boolean }
  | {
      readonly kind: 'numbers';
      readonly type: 'int' | 'duration';
      readonly numbers: Float64Array;
      readonly ofTrace: boolean;
    }
  | { readonly kind: 'nothing' };

/** Finds a leaf's values in a segment whose needed columns are there. */
export function leafColumn(leaf: Leaf, segment: SpanSegment): LeafColumn {
  const columns = columnsOf(leaf);
  if (columns === null) return { kind: 'nothing' };
  if (columns.kind === 'numbers') {
    const found = segment.numbers(columns.name);
    const ofTrace = columns.name.startsWith('trace:');
    return found === null ? { kind: 'nothing' } : { kind: 'numbers', ...found, ofTrace };
  }
  const column = segment.dictionary(...columns.names);
  if (column === null) return { kind: 'nothing' };
  return { kind: 'dictionary', column, ofTrace: columns.names[0]?.startsWith('trace:') === true };
}

/** What a leaf is worth in a row. */
export function valueIn(leaf: LeafColumn, row: number, segment: SpanSegment): Value {
  if (leaf.kind === 'nothing') return nil;
  const place = leaf.ofTrace ? (segment.traceOf[row] as number) : row;
  if (leaf.kind === 'numbers') {
    const value = leaf.numbers[place] as number;
    return Number.isNaN(value) ? nil : { type: leaf.type, value };
  }
  return leaf.column.values[leaf.column.codes[place] as number] ?? nil;
}
