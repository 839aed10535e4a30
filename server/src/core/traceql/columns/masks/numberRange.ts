import type { Field } from '../../ast';

/** Numbers between two bounds, both included. */
export interface NumberRange {
  readonly least: number;
  readonly most: number;
}

/** The range that a comparison of a bare leaf with a number leaves open; null for all other fields. */
export function numberRange(field: Field): NumberRange | null {
  if (field.kind !== 'binary' || field.right.kind !== 'static') return null;
  if (field.left.kind !== 'intrinsic') return null;
  const { value } = field.right;
  if (value.type !== 'int' && value.type !== 'duration' && value.type !== 'float') return null;
  const number = value.value;
  if (typeof number === 'bigint') return null;
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
