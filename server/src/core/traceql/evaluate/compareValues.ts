import type { FieldOperator, Static } from '../ast';
import type { Expressions } from './expressions';
import type { Value } from './value';

/** Holds two values against each other. With nil, and between types that do not go together, nothing holds. */
export function compareValues(
  op: FieldOperator,
  left: Value,
  right: Value,
  expressions: Expressions,
): boolean {
  if (left.type === 'nil' || right.type === 'nil') return false;
  if (left.type === 'list' && right.type === 'list') return false;
  if (left.type === 'list')
    return ofList(op, left.items, (item, positive) => holds(positive, item, right as Static));
  if (right.type === 'list') return ofList(op, right.items, (item, positive) => holds(positive, left, item));
  return holds(op, left, right);

  function holds(operator: FieldOperator, one: Static, other: Static): boolean {
    if (operator === '=~' || operator === '!~') {
      if (one.type !== 'string' || other.type !== 'string') return false;
      return expressions.matches(other.value, one.value) === (operator === '=~');
    }
    const order = orderOf(one, other);
    return order !== null && ordered(operator, order);
  }
}

/** One that matches is enough; for a negation none may match. */
function ofList(
  op: FieldOperator,
  items: readonly Static[],
  holds: (item: Static, op: FieldOperator) => boolean,
): boolean {
  if (op !== '!=' && op !== '!~') return items.some((item) => holds(item, op));
  return !items.some((item) => holds(item, op === '!=' ? '=' : '=~'));
}

function ordered(op: FieldOperator, order: number): boolean {
  switch (op) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return false;
  }
}

/** Below 0, 0 or above it; exact of integers too that no number holds. */
export function compareNumbers(one: number | bigint, other: number | bigint): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Below 0, 0 or above it; `null` where the two cannot be compared. */
function orderOf(left: Static, right: Static): number | null {
  const [one, other] = [numberIn(left), numberIn(right)];
  if (one !== null && other !== null) return compareNumbers(one, other);
  if (left.type === 'status' || right.type === 'status') return orderOfStatus(left, right);
  if (left.type !== right.type || !('value' in left) || !('value' in right)) return null;
  if (left.type === 'string') return byteOrder(left.value, String(right.value));
  return left.value === right.value ? 0 : 1;
}

/** The numbers that TraceQL gives to a status. */
const statusNumbers = { error: 0, ok: 1, unset: 2 } as const;

function orderOfStatus(left: Static, right: Static): number | null {
  const number = (side: Static) =>
    side.type === 'status' ? statusNumbers[side.value] : side.type === 'int' ? side.value : null;
  const [one, other] = [number(left), number(right)];
  return one === null || other === null ? null : compareNumbers(one, other);
}

function numberIn(side: Static): number | bigint | null {
  return side.type === 'int' || side.type === 'float' || side.type === 'duration' ? side.value : null;
}

/** Texts in the order of their UTF-8 bytes, which is that of their code points. */
function byteOrder(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const [one, other] = [left.charCodeAt(at), right.charCodeAt(at)];
    if (one === other) continue;
    const isOneSurrogate = one >= 0xd800 && one <= 0xdfff;
    const isOtherSurrogate = other >= 0xd800 && other <= 0xdfff;
    if (isOneSurrogate !== isOtherSurrogate) return isOneSurrogate ? 1 : -1;
    return one - other;
  }
  return left.length - right.length;
}
