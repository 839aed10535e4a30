import type { Static } from '../ast';
import type { AttributeSingle, AttributeValue } from './tracedSpan';

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

/** A number when the value is one; of an integer that no number holds exactly the nearest. */
export function numberOf(value: Value): number | null {
  if (value.type === 'int') return Number(value.value);
  return value.type === 'float' || value.type === 'duration' ? value.value : null;
}

function single(stored: AttributeSingle): Static {
  if (typeof stored === 'string') return { type: 'string', value: stored };
  if (typeof stored === 'boolean') return { type: 'bool', value: stored };
  if (typeof stored === 'bigint') return { type: 'int', value: stored };
  return { type: Number.isSafeInteger(stored) ? 'int' : 'float', value: stored };
}
