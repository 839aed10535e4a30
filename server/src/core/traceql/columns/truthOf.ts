import type { Field } from '../ast';
import { evaluateLeaves, isTrue, type Leaf } from '../evaluate/evaluateField';
import type { Expressions } from '../evaluate/expressions';
import type { Value } from '../evaluate/value';
import { leavesOf } from './fieldLeaves';
import { type LeafColumn, leafColumn, valueIn } from './leafColumns';
import { bothMasks, eitherMask } from './masks';
import type { SpanSegment } from './segment';

/** For each row of a segment 1 where a field is true. */
export function truthOf(field: Field, segment: SpanSegment, expressions: Expressions): Uint8Array {
  if (field.kind === 'binary' && (field.op === '&&' || field.op === '||'))
    return bothOrEither(field.op, field, segment, expressions);
  const leaves = new Map(leavesOf(field).map((leaf) => [printLeaf(leaf), leaf]));
  const [only] = leaves.values();
  if (only === undefined) {
    const isConstant = isTrue(evaluateLeaves(field, never, expressions));
    return new Uint8Array(segment.rowCount).fill(isConstant ? 1 : 0);
  }
  if (leaves.size > 1) return rowByRow(field, leaves, segment, expressions);
  const column = leafColumn(only, segment);
  const holds = (value: Value) => isTrue(evaluateLeaves(field, () => value, expressions));
  return ofOneColumn(column, segment, holds) ?? numberTruth(field, column, segment, holds);
}

/** A leaf as a text that is the same for the same leaf. */
export function printLeaf(leaf: Leaf): string {
  if (leaf.kind === 'attribute') return `${leaf.ofParent ? 'parent.' : ''}${leaf.scope}.${leaf.name}`;
  return leaf.kind === 'intrinsic' ? leaf.name : `${leaf.name}:${leaf.key}`;
}

function bothOrEither(
  op: '&&' | '||',
  { left, right }: Extract<Field, { kind: 'binary' }>,
  segment: SpanSegment,
  expressions: Expressions,
): Uint8Array {
  const one = truthOf(left, segment, expressions);
  const other = truthOf(right, segment, expressions);
  return op === '&&' ? bothMasks(one, other) : eitherMask(one, other);
}

/** Asks once for each distinct value; null for numbers, which have no list of those. */
function ofOneColumn(
  column: LeafColumn,
  segment: SpanSegment,
  holds: (value: Value) => boolean,
): Uint8Array | null {
  if (column.kind === 'numbers') return null;
  const truth = new Uint8Array(segment.rowCount);
  if (column.kind === 'nothing') return holds({ type: 'nil' }) ? truth.fill(1) : truth;
  const { codes, values } = column.column;
  const table = Uint8Array.from(values, (value) => (holds(value) ? 1 : 0));
  if (!table.includes(1)) return truth;
  if (column.ofTrace)
    for (let row = 0; row < truth.length; row += 1)
      truth[row] = table[codes[segment.traceOf[row] as number] as number] as number;
  else for (let row = 0; row < truth.length; row += 1) truth[row] = table[codes[row] as number] as number;
  return truth;
}

/** Comparisons of a number with another that stands in the query, in a loop of its own; everything else value by value. */
function numberTruth(
  field: Field,
  column: LeafColumn,
  segment: SpanSegment,
  holds: (value: Value) => boolean,
): Uint8Array {
  const truth = new Uint8Array(segment.rowCount);
  if (column.kind !== 'numbers') return truth;
  const bounds = boundsOf(field);
  const { numbers, ofTrace, type } = column;
  if (bounds !== null && !ofTrace) {
    markWithin(numbers, bounds, truth);
    return truth;
  }
  for (let row = 0; row < truth.length; row += 1) {
    const value = numbers[ofTrace ? (segment.traceOf[row] as number) : row] as number;
    if (holds(Number.isNaN(value) ? { type: 'nil' } : { type, value })) truth[row] = 1;
  }
  return truth;
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

function markWithin(numbers: ArrayLike<number>, { least, most }: Bounds, truth: Uint8Array): void {
  for (let row = 0; row < truth.length; row += 1) {
    const value = numbers[row] as number;
    truth[row] = value >= least && value <= most ? 1 : 0;
  }
}

/** The range that a comparison of a bare leaf with a whole number leaves open; null for all other fields. */
function boundsOf(field: Field): Bounds | null {
  if (field.kind !== 'binary' || field.right.kind !== 'static') return null;
  if (field.left.kind !== 'intrinsic') return null;
  const { value } = field.right;
  if (value.type !== 'int' && value.type !== 'duration' && value.type !== 'float') return null;
  const number = value.value;
  switch (field.op) {
    case '=':
      return { least: number, most: number };
    case '>=':
      return { least: number, most: Number.POSITIVE_INFINITY };
    case '<=':
      return { least: Number.NEGATIVE_INFINITY, most: number };
    case '>':
      return { least: nextUp(number), most: Number.POSITIVE_INFINITY };
    case '<':
      return { least: Number.NEGATIVE_INFINITY, most: -nextUp(-number) };
    default:
      return null;
  }
}

/** The least number above another. */
function nextUp(number: number): number {
  if (!Number.isFinite(number)) return number;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, number === 0 ? 0 : number);
  const whole = bits.getBigInt64(0);
  bits.setBigInt64(0, number >= 0 ? whole + 1n : whole - 1n);
  return bits.getFloat64(0);
}

function rowByRow(
  field: Field,
  leaves: ReadonlyMap<string, Leaf>,
  segment: SpanSegment,
  expressions: Expressions,
): Uint8Array {
  const columns = new Map([...leaves].map(([name, leaf]) => [name, leafColumn(leaf, segment)]));
  const truth = new Uint8Array(segment.rowCount);
  for (let row = 0; row < truth.length; row += 1) {
    const leafOf = (leaf: Leaf) => valueIn(columns.get(printLeaf(leaf)) ?? { kind: 'nothing' }, row, segment);
    if (isTrue(evaluateLeaves(field, leafOf, expressions))) truth[row] = 1;
  }
  return truth;
}

function never(): Value {
  return { type: 'nil' };
}
