import type { SpanTree } from './spanTree';

/** What decides which spans are rows. */
export interface RowChoice {
  /** 1 for spans whose children are folded away; null where none are. */
  readonly collapsed: Uint8Array | null;
  /** 1 for spans to show; those above them come with them. Null shows all. */
  readonly wanted: Uint8Array | null;
}

/** The spans that are rows at the moment, from top to bottom. */
export function treeRows(tree: SpanTree, { collapsed, wanted }: RowChoice): Uint32Array {
  return wanted === null && collapsed === null ? tree.order : chosenRows(tree, { collapsed, wanted });
}

function chosenRows(tree: SpanTree, { collapsed, wanted }: RowChoice): Uint32Array {
  const { firstChild, nextSibling, parent, firstRoot } = tree;
  const kept = wanted === null ? null : withAncestors(parent, wanted);
  const rows = new Uint32Array(parent.length);
  let count = 0;
  let span = firstRoot;
  while (span >= 0) {
    const isRow = kept === null || kept[span] === 1;
    if (isRow) {
      rows[count] = span;
      count += 1;
    }
    const child = isRow && collapsed?.[span] !== 1 ? (firstChild[span] ?? -1) : -1;
    span = child >= 0 ? child : after(nextSibling, parent, span);
  }
  return rows.subarray(0, count);
}

function after(nextSibling: Int32Array, parent: Int32Array, span: number): number {
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

function withAncestors(parent: Int32Array, wanted: Uint8Array): Uint8Array {
  const kept = new Uint8Array(wanted.length);
  for (let span = 0; span < wanted.length; span += 1) {
    if (wanted[span] === 1) {
      for (let at = span; at >= 0 && kept[at] === 0; at = parent[at] ?? -1) {
        kept[at] = 1;
      }
    }
  }
  return kept;
}
