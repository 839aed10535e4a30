import type { Field } from '../../ast';
import { evaluateLeaves, isTrue } from '../../evaluate/evaluateField';
import type { Expressions } from '../../evaluate/expressions';
import { nil, type Value } from '../../evaluate/value';
import { fieldInRows } from '../fieldInRows';
import { distinctLeaves } from '../fieldLeaves';
import { type LeafColumn, leafColumn } from '../leafColumns';
import type { Codes, Dictionary, SpanSegment } from '../segment';
import type { ColumnEvaluation, Rows } from '../spansets';
import { addMasked, wordsOf } from './masks';
import { type NumberRange, numberRange } from './numberRange';

/** Takes the rows out of a mask where a field is not true; rows that are out already are not looked at where that is dear. */
export function narrowRows({ mask, isAll }: Rows, field: Field, evaluation: ColumnEvaluation): void {
  if (field.kind === 'binary' && field.op === '&&') {
    narrowRows({ mask, isAll }, field.left, evaluation);
    narrowRows({ mask, isAll: false }, field.right, evaluation);
  } else if (field.kind === 'binary' && field.op === '||') {
    const other = mask.slice();
    narrowRows({ mask, isAll }, field.left, evaluation);
    narrowRows({ mask: other, isAll }, field.right, evaluation);
    addMasked(mask, other);
  } else narrowByLeaves({ mask, isAll }, field, evaluation);
}

function narrowByLeaves(rows: Rows, field: Field, evaluation: ColumnEvaluation): void {
  const { mask } = rows;
  const { segment, expressions } = evaluation;
  const [only, ...others] = distinctLeaves(field);
  if (others.length > 0) {
    keepTrue(mask, fieldInRows(field, evaluation, isTrue));
    return;
  }
  const holds = fieldTest(field, expressions);
  const column = only === undefined ? nothing : leafColumn(only, segment);
  if (column.kind === 'numbers') narrowByNumbers(mask, field, column, { segment, holds });
  else if (column.kind === 'dictionary') narrowByDictionary(rows, column, { segment, holds });
  else if (!holds(nil)) mask.fill(0);
}

const nothing = { kind: 'nothing' } as const;

/** Whether a field of one leaf is true of a value; that it is one text is asked so often, and of so many, that it is asked at once. */
function fieldTest(field: Field, expressions: Expressions): (value: Value) => boolean {
  const general = (value: Value) => isTrue(evaluateLeaves(field, () => value, expressions));
  if (field.kind !== 'binary' || field.op !== '=' || field.right.kind !== 'static') return general;
  const isBare = field.left.kind === 'attribute' || field.left.kind === 'intrinsic';
  const wanted = field.right.value;
  if (!isBare || wanted.type !== 'string') return general;
  return (value) => (value.type === 'string' ? value.value === wanted.value : general(value));
}

interface Test {
  readonly segment: SpanSegment;
  readonly holds: (value: Value) => boolean;
}

/** Asks once for each distinct value; a row is then a look into a table, unless the rows of the values are known. */
function narrowByDictionary(
  { mask, isAll }: Rows,
  { column, ofTrace }: Extract<LeafColumn, { kind: 'dictionary' }>,
  { segment, holds }: Test,
): void {
  const { codes, values } = column;
  const table = new Uint8Array(values.length);
  const found: number[] = [];
  for (let code = 0; code < values.length; code += 1)
    if (holds(values[code] as Value)) {
      table[code] = 1;
      found.push(code);
    }
  if (found.length === 0) mask.fill(0);
  else if (ofTrace) narrowTraces(mask, segment, (trace) => table[codes[trace] as number] === 1);
  else if (!(isAll && takeRows(mask, found, column))) keepCodes(mask, codes, table);
}

/** Looking through all rows is as fast where more than one of so many is found. */
const seldom = 4;

/** Makes a mask of the rows of some codes; false, and nothing is done, when these are not known or many. */
function takeRows(mask: Uint8Array, found: readonly number[], { rowsByCode }: Dictionary): boolean {
  if (rowsByCode === null) return false;
  const { firsts, rows } = rowsByCode;
  const count = found.reduce((sum, code) => sum + (firsts[code + 1] as number) - (firsts[code] as number), 0);
  if (count * seldom > mask.length) return false;
  mask.fill(0);
  for (const code of found) {
    const end = firsts[code + 1] as number;
    for (let at = firsts[code] as number; at < end; at += 1) mask[rows[at] as number] = 1;
  }
  return true;
}

/** Four rows at once, and where those are out already nothing is looked up. */
function keepCodes(mask: Uint8Array, codes: Codes, table: Uint8Array): void {
  const words = wordsOf(mask);
  for (let at = 0, row = 0; at < words.length; at += 1, row += 4) {
    const word = words[at] as number;
    if (word === 0) continue;
    const low = (table[codes[row] as number] as number) | ((table[codes[row + 1] as number] as number) << 8);
    const high =
      (table[codes[row + 2] as number] as number) | ((table[codes[row + 3] as number] as number) << 8);
    words[at] = word & (low | (high << 16));
  }
  for (let row = words.length << 2; row < mask.length; row += 1)
    mask[row] = (mask[row] as number) & (table[codes[row] as number] as number);
}

/** Ranges in a loop of their own; whatever else is asked of numbers, value by value. */
function narrowByNumbers(
  mask: Uint8Array,
  field: Field,
  { numbers, ofTrace, type }: Extract<LeafColumn, { kind: 'numbers' }>,
  { segment, holds }: Test,
): void {
  const isTrueAt = (place: number) => {
    const value = numbers[place] as number;
    return holds(Number.isNaN(value) ? nil : { type, value });
  };
  const range = ofTrace ? null : numberRange(field);
  if (ofTrace) narrowTraces(mask, segment, isTrueAt);
  else if (range !== null) keepWithin(mask, numbers, range);
  else keepTrue(mask, isTrueAt);
}

function keepTrue(mask: Uint8Array, isTrueAt: (row: number) => boolean): void {
  for (let row = mask.indexOf(1); row !== -1; row = mask.indexOf(1, row + 1))
    mask[row] = isTrueAt(row) ? 1 : 0;
}

function keepWithin(mask: Uint8Array, numbers: Float64Array, range: NumberRange): void {
  const words = wordsOf(mask);
  const end = words.length << 2;
  for (let row = 0; row < end; row += 4)
    if (words[row >> 2] !== 0) keepSomeWithin(mask, numbers, range, row, row + 4);
  keepSomeWithin(mask, numbers, range, end, mask.length);
}

function keepSomeWithin(
  mask: Uint8Array,
  numbers: Float64Array,
  { least, most }: NumberRange,
  from: number,
  to: number,
): void {
  for (let row = from; row < to; row += 1) {
    const number = numbers[row] as number;
    if (!(number >= least && number <= most)) mask[row] = 0;
  }
}

function narrowTraces(
  mask: Uint8Array,
  { firstRows, traceCount }: SpanSegment,
  holds: (trace: number) => boolean,
): void {
  for (let trace = 0; trace < traceCount; trace += 1)
    if (!holds(trace)) mask.fill(0, firstRows[trace], firstRows[trace + 1]);
}
