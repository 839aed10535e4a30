import type { Static } from '../ast';
import type { Leaf } from '../evaluate/evaluateField';
import type { AttributeValue } from '../evaluate/tracedSpan';
import { storedValue, type Value } from '../evaluate/value';
import type { IntrinsicName } from '../intrinsics';

/** What spans have of themselves and repeats enough to be kept by its distinct values. */
export const spanIntrinsics = [
  'span:name',
  'span:kind',
  'span:status',
  'span:statusMessage',
  'span:id',
  'span:parentID',
  'event:name',
  'event:timeSinceStart',
  'link:traceID',
  'link:spanID',
  'instrumentation:name',
  'instrumentation:version',
] as const satisfies readonly IntrinsicName[];

/** Numbers that are kept one by one. */
export const numberColumns = {
  'span:duration': 'duration',
  'span:childCount': 'int',
  'trace:duration': 'duration',
} as const;

/** Where the value of a leaf is kept: the first of some columns that has one, or numbers; null when it is not kept. */
export type LeafColumns =
  | { readonly kind: 'dictionaries'; readonly names: readonly string[] }
  | { readonly kind: 'numbers'; readonly name: keyof typeof numberColumns };

/** Names the columns of a leaf. */
export function columnsOf(leaf: Leaf): LeafColumns | null {
  if (leaf.kind === 'column')
    return named(leaf.name === 'policy_snapshot' ? `policy.${leaf.key}` : `column.${leaf.name}`);
  if (leaf.kind === 'attribute') {
    if (leaf.ofParent) return named();
    const scopes = leaf.scope === 'any' ? attributeScopes : [leaf.scope];
    return named(...scopes.map((scope) => `${scope}.${leaf.name}`));
  }
  if (Object.hasOwn(numberColumns, leaf.name))
    return { kind: 'numbers', name: leaf.name as keyof typeof numberColumns };
  const isKept =
    (spanIntrinsics as readonly string[]).includes(leaf.name) ||
    leaf.name === 'trace:id' ||
    leaf.name === 'trace:rootName' ||
    leaf.name === 'trace:rootService';
  return isKept ? named(leaf.name) : null;
}

/** The order in which an attribute without a scope is looked up. */
export const attributeScopes = ['span', 'resource', 'event', 'link', 'instrumentation'] as const;

/** A kept value with the type that its column has. */
export function typedValue(name: string, kept: AttributeValue): Value {
  if (name === 'span:status') return { type: 'status', value: kept } as Static;
  if (name === 'span:kind') return { type: 'kind', value: kept } as Static;
  if (name !== 'event:timeSinceStart') return storedValue(kept);
  const items = Array.isArray(kept) ? (kept as readonly number[]) : [];
  return { type: 'list', items: items.map((value) => ({ type: 'duration', value })) };
}

function named(...names: readonly string[]): LeafColumns {
  return { kind: 'dictionaries', names };
}
