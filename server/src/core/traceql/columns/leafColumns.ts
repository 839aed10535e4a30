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
  const found = columns.names.flatMap((name) => segment.dictionary(name) ?? []);
  const [only] = found;
  if (only === undefined) return { kind: 'nothing' };
  const ofTrace = columns.names[0]?.startsWith('trace:') === true;
  return { kind: 'dictionary', column: found.length === 1 ? only : firstOf(found), ofTrace };
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

/** A column that holds for each row what the first of some columns has that has a value there. */
function firstOf(columns: readonly Dictionary[]): Dictionary {
  const codes = new Uint32Array(columns[0]?.codes.length ?? 0);
  const values: Value[] = [nil];
  for (const column of columns) {
    fillGaps(codes, column, values.length - 1);
    for (const value of column.values.slice(1)) values.push(value);
  }
  return { codes, values };
}

function fillGaps(codes: Uint32Array, column: Dictionary, offset: number): void {
  for (let row = 0; row < codes.length; row += 1) {
    const code = column.codes[row] as number;
    if (codes[row] === 0 && code !== 0) codes[row] = code + offset;
  }
}
