import type { Static } from '../ast';

/** A number that stands in a query. */
export type Scalar = Extract<Static, { type: 'int' | 'float' | 'duration' }>;

/** Whether a value is a number or a duration. */
export function isScalar(value: Static): value is Scalar {
  return value.type === 'int' || value.type === 'float' || value.type === 'duration';
}

/** Reckons with two numbers of a query while it is read; `null` where there is no answer. */
export function foldScalars(op: '+' | '-' | '*' | '/', left: Scalar, right: Scalar): Scalar | null {
  if (op === '/' && right.value === 0) return null;
  const type = typeOf(left, right);
  const value = rounded(type, reckon(op, left.value, right.value));
  const isInRange = Number.isFinite(value) && (type === 'float' || Math.abs(value) <= 2 ** 63);
  return isInRange ? { type, value: value === 0 ? 0 : value } : null;
}

function typeOf(left: Scalar, right: Scalar): Scalar['type'] {
  if (left.type === 'duration' || right.type === 'duration') return 'duration';
  return left.type === 'int' && right.type === 'int' ? 'int' : 'float';
}

function rounded(type: Scalar['type'], exact: number): number {
  if (type === 'float') return exact;
  return type === 'int' ? Math.trunc(exact) : Math.round(exact);
}

function reckon(op: '+' | '-' | '*' | '/', left: number, right: number): number {
  switch (op) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
  }
}
