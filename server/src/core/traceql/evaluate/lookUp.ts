import type { AttributeField, Field, Static } from '../ast';
import type { IntrinsicName } from '../intrinsics';
import type { SpanTree } from './spanTree';
import type { AttributeValue, TracedSpan } from './tracedSpan';
import { nil, storedValue, type Value } from './value';

/** The value of an attribute of a span; without a scope the first place that has it counts. */
export function attributeOf(span: TracedSpan, { scope, name, ofParent }: AttributeField): Value {
  if (ofParent) return nil;
  if (scope !== 'any') return inScope(span, scope, name);
  for (const one of ['span', 'resource', 'event', 'link', 'instrumentation'] as const) {
    const value = inScope(span, one, name);
    if (value.type !== 'nil') return value;
  }
  return nil;
}

/** What a span, its trace or its events have of themselves. */
export function intrinsicOfSpan(tree: SpanTree, place: number, name: IntrinsicName): Value {
  const span = tree.spans[place];
  if (span === undefined) return nil;
  switch (name) {
    case 'trace:duration':
      return { type: 'duration', value: tree.durationNs };
    case 'trace:rootName':
      return text(tree.rootName);
    case 'trace:rootService':
      return text(tree.rootService);
    case 'trace:id':
      return text(tree.traceId);
    case 'span:childCount':
      return { type: 'int', value: tree.childCounts[place] ?? 0 };
    default:
      return ofSpan(span, name);
  }
}

/** The value of a column that only the short form knows. */
export function columnOfSpan(
  { columns }: TracedSpan,
  { name, key }: Extract<Field, { kind: 'column' }>,
): Value {
  if (name === 'kind') return text(columns.kind);
  if (name === 'timeout') return { type: 'bool', value: columns.timeout };
  return storedValue(own(columns.policySnapshot, key));
}

function ofSpan(span: TracedSpan, name: IntrinsicName): Value {
  switch (name) {
    case 'span:duration':
      return span.endUs === null ? nil : { type: 'duration', value: (span.endUs - span.startUs) * 1000 };
    case 'span:name':
      return text(span.name);
    case 'span:kind':
      return { type: 'kind', value: span.kind };
    case 'span:status':
      return { type: 'status', value: span.status };
    case 'span:statusMessage':
      return text(span.statusMessage);
    case 'span:id':
      return text(span.id);
    case 'span:parentID':
      return text(span.parentId ?? '');
    default:
      return ofEventsAndLinks(span, name);
  }
}

function ofEventsAndLinks(
  { events, links, instrumentation, startUs }: TracedSpan,
  name: IntrinsicName,
): Value {
  switch (name) {
    case 'event:name':
      return several(events.map((event) => text(event.name)));
    case 'event:timeSinceStart':
      return several(events.map(({ timeUs }) => ({ type: 'duration', value: (timeUs - startUs) * 1000 })));
    case 'link:traceID':
      return several(links.map(({ traceId }) => text(traceId)));
    case 'link:spanID':
      return several(links.map(({ spanId }) => text(spanId)));
    case 'instrumentation:name':
      return storedValue(instrumentation.name);
    case 'instrumentation:version':
      return storedValue(instrumentation.version);
    default:
      return nil;
  }
}

function inScope(span: TracedSpan, scope: Exclude<AttributeField['scope'], 'any'>, name: string): Value {
  switch (scope) {
    case 'span':
      return storedValue(own(span.attributes, name));
    case 'resource':
      return storedValue(own(span.resource, name));
    case 'instrumentation':
      return storedValue(own(span.instrumentation, name));
    case 'event':
      return fromAll(span.events, name);
    case 'link':
      return fromAll(span.links, name);
  }
}

function fromAll(
  holders: readonly { readonly attributes: Readonly<Record<string, AttributeValue>> }[],
  name: string,
): Value {
  const values = holders.flatMap(({ attributes }) => {
    const value = storedValue(own(attributes, name));
    return value.type === 'list' ? value.items : value.type === 'nil' ? [] : [value];
  });
  return several(values);
}

function several(items: readonly Static[]): Value {
  return items.length === 0 ? nil : { type: 'list', items };
}

function own(
  attributes: Readonly<Record<string, AttributeValue | undefined>>,
  name: string,
): AttributeValue | undefined {
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}

function text(value: string): Static {
  return { type: 'string', value };
}
