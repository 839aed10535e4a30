import type { Comparison } from '../queryShape';

/*
 * The oracle: the meaning of the language read once more from its description, without speed and without a line of
 * the product. Where it and the product differ, one of them is wrong.
 */

/** A value of the oracle; `null` is nil. */
export type Value = Single | { readonly k: 'many'; readonly of: readonly Single[] } | null;

/** A value that is no list; an integer has 64 bits, all of which count. */
export type Single =
  | { readonly k: 'int'; readonly v: bigint }
  | { readonly k: 'float'; readonly v: number }
  | { readonly k: 'duration'; readonly v: number }
  | { readonly k: 'string'; readonly v: string }
  | { readonly k: 'bool'; readonly v: boolean }
  | { readonly k: 'status' | 'kind'; readonly v: string };

/** A stored attribute as a value. */
export function fromStored(stored: unknown): Value {
  if (Array.isArray(stored)) return { k: 'many', of: stored.map((one) => fromStored(one) as Single) };
  if (typeof stored === 'string') return { k: 'string', v: stored };
  if (typeof stored === 'boolean') return { k: 'bool', v: stored };
  if (typeof stored === 'bigint') return { k: 'int', v: stored };
  if (typeof stored === 'number')
    return Number.isSafeInteger(stored) ? { k: 'int', v: BigInt(stored) } : { k: 'float', v: stored };
  return null;
}

/** A text that is different for different values. */
export function valueKey(value: Value | readonly unknown[]): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `${one}n` : one));
}

/** Several values, or nil when there is none. */
export function many(values: readonly Value[]): Value {
  const of = values.flatMap((one) => (one === null ? [] : one.k === 'many' ? one.of : [one]));
  return of.length === 0 ? null : { k: 'many', of };
}

/** Whether a value is a number; durations are numbers of nanoseconds. */
export function isNumber(value: Value): value is Extract<Single, { k: 'int' | 'float' | 'duration' }> {
  return value !== null && (value.k === 'int' || value.k === 'float' || value.k === 'duration');
}

/** “Any comparison with nil is false, also !=”; of a list any item decides, for a negation none may. */
export function compare(op: Comparison, left: Value, right: Value): boolean {
  if (left === null || right === null) return false;
  if (left.k === 'many' && right.k === 'many') return false;
  const pairs: (readonly [Single, Single])[] =
    left.k === 'many'
      ? left.of.map((one) => [one, right as Single] as const)
      : right.k === 'many'
        ? right.of.map((one) => [left, one] as const)
        : [[left, right]];
  const isList = left.k === 'many' || right.k === 'many';
  if (isList && op === '!=') return !pairs.some(([one, other]) => compareSingle('=', one, other));
  if (isList && op === '!~') return !pairs.some(([one, other]) => compareSingle('=~', one, other));
  return pairs.some(([one, other]) => compareSingle(op, one, other));
}

function compareSingle(op: Comparison, left: Single, right: Single): boolean {
  if (op === '=~' || op === '!~') {
    if (left.k !== 'string' || right.k !== 'string') return false;
    return new RegExp(`^(?:${right.v})$`, 'su').test(left.v) === (op === '=~');
  }
  if (isNumber(left) && isNumber(right))
    return ordered(op, Number(left.v > right.v) - Number(left.v < right.v));
  if (left.k !== right.k) return false;
  if (left.k === 'string') {
    return ordered(op, Buffer.compare(Buffer.from(left.v), Buffer.from(String(right.v))));
  }
  // “bool only with = !=”, and so the words for a status and a kind.
  return ordered(op, left.v === right.v ? 0 : 1);
}

function ordered(op: Comparison, sign: number): boolean {
  const holds = {
    '=': sign === 0,
    '!=': sign !== 0,
    '<': sign < 0,
    '<=': sign <= 0,
    '>': sign > 0,
    '>=': sign >= 0,
  };
  return holds[op as keyof typeof holds];
}

type Reckoning = '+' | '-' | '*' | '/' | '%' | '^';

/** “int op int keeps int (division truncates, x/0 is an error); otherwise float.” */
export function reckon(op: Reckoning, left: Value, right: Value): Value {
  if (!isNumber(left) || !isNumber(right)) return null;
  const [one, other] = [Number(left.v), Number(right.v)];
  if ((op === '/' || op === '%') && other === 0) return null;
  const rough = {
    '+': one + other,
    '-': one - other,
    '*': one * other,
    '/': one / other,
    '%': one % other,
    '^': one ** other,
  }[op];
  if (!Number.isFinite(rough)) return null;
  if (left.k !== 'int' || right.k !== 'int') return { k: 'float', v: rough };
  if (op === '^' && Math.abs(rough) > 2 ** 64) return { k: 'float', v: rough };
  return whole(op === '^' && other < 0 ? BigInt(Math.trunc(rough)) : exactly(op, left.v, right.v));
}

/** An integer as far as 64 bits hold it; beyond them a float. */
export function whole(v: bigint): Value {
  return BigInt.asIntN(64, v) === v ? { k: 'int', v } : { k: 'float', v: Number(v) };
}

function exactly(op: Reckoning, one: bigint, other: bigint): bigint {
  switch (op) {
    case '+':
      return one + other;
    case '-':
      return one - other;
    case '*':
      return one * other;
    case '/':
      return one / other;
    case '%':
      return one % other;
    case '^':
      return one ** other;
  }
}
