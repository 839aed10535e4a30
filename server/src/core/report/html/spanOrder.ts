import type { SpanRow } from '#protocol/rows';

/** A span at its place in the picture: below its parent, as deep as it lies. */
export interface PlacedSpan {
  readonly span: SpanRow;
  readonly depth: number;
}

/**
 * Spans as a tree is read, parents before children and siblings as they began. A span whose parent is missing stands at
 * the top; spans whose parents form a circle stand there too, so that none is lost and nothing goes round for ever.
 */
export function spanOrder(spans: readonly SpanRow[]): readonly PlacedSpan[] {
  const sorted = spans.toSorted((left, right) => left.start_us - right.start_us);
  const known = new Set(sorted.map(({ span_id }) => span_id));
  const children = new Map<string | null, SpanRow[]>();
  for (const span of sorted) {
    const parent = span.parent_span_id;
    const key = parent !== null && known.has(parent) ? parent : null;
    const own = children.get(key) ?? [];
    own.push(span);
    children.set(key, own);
  }
  const placed: PlacedSpan[] = [];
  const seen = new Set<SpanRow>();
  const take = (start: SpanRow) => {
    const stack: PlacedSpan[] = [{ span: start, depth: 0 }];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (!seen.has(next.span)) {
        seen.add(next.span);
        placed.push(next);
        const depth = next.depth + 1;
        const own = children.get(next.span.span_id) ?? [];
        stack.push(...own.toReversed().map((span) => ({ span, depth })));
      }
    }
  };
  (children.get(null) ?? []).forEach(take);
  sorted.filter((span) => !seen.has(span)).forEach(take);
  return placed;
}
