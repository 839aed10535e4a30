import type { Static } from '../ast';
import type { AttributeValue } from './tracedSpan';

/** What a field is worth for one span: a value, several of which one may match, or nil. */
export type Value = Static | { readonly type: 'list'; readonly items: readonly Static[] };

/** No value. */
export const nil: Value = { type: 'nil' };

/** A stored attribute as a value. */
export function storedValue(stored: AttributeValue | undefined): Value {
  if (stored === undefined || stored === null) return nil;
  if (typeof stored === 'object') return { type: 'list', items: stored.map(single) };
  return single(stored);
}

/** A number when the value is one. */
export function numberOf(value: Value): number | null {
  return value.type === 'int' || value.type === 'float' || value.type === 'duration' ? value.value : null;
}

function single(stored: string | number | boolean): Static {
  if (typeof stored === 'string') return { type: 'string', value: stored };
  if (typeof stored === 'boolean') return { type: 'bool', value: stored };
  return { type: Number.isInteger(stored) ? 'int' : 'float', value: stored };
}
