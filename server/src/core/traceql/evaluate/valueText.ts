import { printStatic } from '../print/printStatic';
import type { Value } from './value';

/** A value as text, different for different values. */
export function valueText(value: Value): string {
  return value.type === 'list' ? `[${value.items.map(printStatic).join(', ')}]` : printStatic(value);
}
