import type { SpanTree } from './spanTree';

/** The span after another in the order of the whole tree, collapsed or not; -1 after the last. */
export function spanAfter({ firstChild, nextSibling, parent }: SpanTree, span: number): number {
  const child = firstChild[span] ?? -1;
  if (child >= 0) {
    return child;
  }
  let at = span;
  while (at >= 0) {
    const next = nextSibling[at] ?? -1;
    if (next >= 0) {
      return next;
    }
    at = parent[at] ?? -1;
  }
  return -1;
}

/** The spans above another, the nearest first. */
export function* spansAbove({ parent }: Pick<SpanTree, 'parent'>, span: number): Generator<number> {
  for (let at = parent[span] ?? -1; at >= 0; at = parent[at] ?? -1) {
    yield at;
  }
}

/** The next span, all around the tree, for which something holds; -1 when it holds for none. */
export function nextSpan(tree: SpanTree, from: number, holds: (span: number) => boolean): number {
  let span = from;
  do {
    span = span < 0 ? tree.firstRoot : spanAfter(tree, span);
    if (span >= 0 && holds(span)) {
      return span;
    }
  } while (span !== from);
  return -1;
}
