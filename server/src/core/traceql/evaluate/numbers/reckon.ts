import type { arithmetic, Static } from '../../ast';
import { numberOf, type Value } from '../value';

/** An operator of the language that reckons. */
export type Arithmetic = (typeof arithmetic)[number];

/** A whole number as values hold it: a number where that is exact, else a bigint. */
type Integer = number | bigint;

/** Two values joined by an operator; nil where one is no number, and where there is no answer. */
export function reckonValues(op: Arithmetic, left: Static | Value, right: Static | Value): Value {
  const [one, other] = [numberOf(left), numberOf(right)];
  if (one === null || other === null) return { type: 'nil' };
  if ((op === '/' || op === '%') && other === 0) return { type: 'nil' };
  const rough = reckon(op, one, other);
  if (!Number.isFinite(rough)) return { type: 'nil' };
  return left.type === 'int' && right.type === 'int'
    ? reckonIntegers(op, [left.value, right.value], rough)
    : { type: 'float', value: rough };
}

/** One number and another, joined by an operator of the language. */
export function reckon(op: Arithmetic, one: number, other: number): number {
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

/** An integer of 64 bits as a value; what lies outside of them is a float. */
export function integerValue(exact: Integer): Extract<Static, { type: 'int' | 'float' }> {
  if (typeof exact === 'number' && Number.isSafeInteger(exact))
    return { type: 'int', value: exact === 0 ? 0 : exact };
  const whole = BigInt(exact);
  if (whole < leastInteger || whole > mostInteger) return { type: 'float', value: Number(whole) };
  const number = Number(whole);
  return { type: 'int', value: Number.isSafeInteger(number) ? number : whole };
}

/** The least integer of 64 bits. */
export const leastInteger = -(2n ** 63n);
/** The largest integer of 64 bits. */
export const mostInteger = 2n ** 63n - 1n;

/** The sum of integers, exactly. */
export function sumOfIntegers(all: readonly Integer[]): Extract<Static, { type: 'int' | 'float' }> {
  let sum = 0;
  for (const [place, one] of all.entries()) {
    const next = typeof one === 'number' ? sum + one : Number.NaN;
    if (!Number.isSafeInteger(next))
      return integerValue(
        all.slice(place).reduce((total: bigint, each) => total + BigInt(each), BigInt(sum)),
      );
    sum = next;
  }
  return { type: 'int', value: sum };
}

/** Integers stay exact, whatever a number could hold of them; a quotient loses its fraction. */
function reckonIntegers(op: Arithmetic, [one, other]: readonly [Integer, Integer], rough: number): Value {
  const isPlain = op !== '^' && typeof one === 'number' && typeof other === 'number';
  if (isPlain && Math.abs(rough) <= Number.MAX_SAFE_INTEGER) return { type: 'int', value: Math.trunc(rough) };
  if (op === '^' && (other < 0 || Math.abs(rough) > 2 ** 64))
    return Math.abs(rough) > 2 ** 64 ? { type: 'float', value: rough } : integerValue(Math.trunc(rough));
  return integerValue(exactly(op, BigInt(one), BigInt(other)));
}

function exactly(op: Arithmetic, one: bigint, other: bigint): bigint {
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
