import type { SpanStore } from '../columns/spanStore';
import type { SpanTree } from './spanTree';
import { spanAfter } from './treeWalk';

/** What was searched for: the text in lower case, and ids that somebody else found for it. */
export interface Search {
  readonly text: string;
  readonly elsewhere: Uint32Array;
}

/** What a search found: 1 for each span that is a hit, and the hits in the order of the tree. */
export interface Hits {
  readonly isHit: Uint8Array;
  readonly hits: readonly number[];
}

/** Finds the spans whose name or error contains a text, each distinct text looked at once. */
export function findHits(store: SpanStore, tree: SpanTree, { text, elsewhere }: Search): Hits {
  const isHit = new Uint8Array(store.count);
  if (text === '') {
    return { isHit, hits: [] };
  }
  const isFound = store.texts.map((one) => one.toLowerCase().includes(text));
  for (let span = 0; span < store.count; span += 1) {
    const isOne = isFound[store.name[span] ?? 0] || isFound[store.error[span] ?? 0];
    isHit[span] = isOne ? 1 : 0;
  }
  for (let at = 0; at < elsewhere.length; at += 2) {
    const span = store.findHalves(elsewhere[at] ?? 0, elsewhere[at + 1] ?? 0);
    if (span >= 0) {
      isHit[span] = 1;
    }
  }
  return { isHit, hits: inOrder(tree, isHit) };
}

function inOrder(tree: SpanTree, isHit: Uint8Array): readonly number[] {
  const hits: number[] = [];
  for (let span = tree.firstRoot; span >= 0; span = spanAfter(tree, span)) {
    if (isHit[span] === 1) {
      hits.push(span);
    }
  }
  return hits;
}
