import type { TracedSpan } from './tracedSpan';

/** The spans of one trace and how they hang together; spans are known by their place in the list. */
export interface SpanTree {
  readonly traceId: string;
  readonly spans: readonly TracedSpan[];
  /** The place of each span's parent; -1 for roots and for spans whose parent is not there. */
  readonly parents: readonly number[];
  readonly childCounts: readonly number[];
  readonly rootName: string;
  readonly rootService: string;
  readonly durationNs: number;
}

/** Ties the spans of one trace together; where an id stands twice, the first span with it is the parent. */
export function spanTree(traceId: string, spans: readonly TracedSpan[]): SpanTree {
  const places = new Map<string, number>();
  spans.forEach(({ id }, place) => {
    if (!places.has(id)) places.set(id, place);
  });
  const parents = spans.map(({ parentId }, place) => {
    const parent = parentId === null || parentId === '' ? -1 : (places.get(parentId) ?? -1);
    return parent === place ? -1 : parent;
  });
  const childCounts = spans.map(() => 0);
  for (const parent of parents) {
    if (parent !== -1) childCounts[parent] = (childCounts[parent] ?? 0) + 1;
  }
  const root = spans.find(({ parentId }) => parentId === null || parentId === '');
  const service = root?.resource['service.name'];
  return {
    traceId,
    spans,
    parents,
    childCounts,
    rootName: root?.name ?? '',
    rootService: typeof service === 'string' ? service : '',
    durationNs: durationNs(spans),
  };
}

function durationNs(spans: readonly TracedSpan[]): number {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { startUs, endUs } of spans) {
    first = Math.min(first, startUs);
    last = Math.max(last, endUs ?? startUs);
  }
  return spans.length === 0 ? 0 : (last - first) * 1000;
}
