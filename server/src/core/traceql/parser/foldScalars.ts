import type { Static } from '../ast';
import { integerValue, reckonValues } from '../evaluate/numbers/reckon';

/** A number that stands in a query. */
export type Scalar = Extract<Static, { type: 'int' | 'float' | 'duration' }>;

/** Whether a value is a number or a duration. */
export function isScalar(value: Static): value is Scalar {
  return value.type === 'int' || value.type === 'float' || value.type === 'duration';
}

/** Reckons with two numbers of a query while it is read; `null` where there is no answer. */
export function foldScalars(op: '+' | '-' | '*' | '/', left: Scalar, right: Scalar): Scalar | null {
  const found = reckonValues(op, left, right);
  if (left.type === 'int' && right.type === 'int') return found.type === 'int' ? found : null;
  if (found.type !== 'float') return null;
  if (left.type !== 'duration' && right.type !== 'duration') return found;
  const ns = Math.round(found.value);
  return Math.abs(ns) <= 2 ** 63 ? { type: 'duration', value: ns === 0 ? 0 : ns } : null;
}

/** The number below nothing of one above it, and the other way round. */
export function negativeScalar(scalar: Scalar): Scalar {
  if (scalar.type === 'int') return integerValue(-scalar.value);
  return { type: scalar.type, value: scalar.value === 0 ? 0 : -scalar.value };
}
