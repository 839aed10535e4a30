import type { SpanStore } from '../columns/spanStore';

/** The tree over the spans of a store: links between places, -1 where there is none. */
export interface SpanTree {
  readonly parent: Int32Array;
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  readonly firstRoot: number;
  /** All spans from top to bottom, as they stand when nothing is folded. */
  readonly order: Uint32Array;
  readonly depth: Uint16Array;
  /** Where a span stands among its siblings, from 1. */
  readonly position: Uint32Array;
  /** How many children a span has; in the place behind all spans, how many roots there are. */
  readonly childCount: Uint32Array;
  /** Whether a span or one below it failed. */
  readonly hasError: Uint8Array;
}

/** Ties spans to their parents, siblings in the order of time; a span whose parent is unknown is a root. */
export function spanTree(store: SpanStore, isErrorFirst: boolean): SpanTree {
  const parent = parentsOf(store);
  for (;;) {
    const hasError = errorsUp(store, parent);
    const linked = link(store, parent, isErrorFirst ? hasError : null);
    const { order, depth } = walk(linked, parent);
    if (order.length === store.count) {
      return { parent, ...linked, order, depth, hasError };
    }
    // Spans that name each other as parents hang from nothing: the first of each circle becomes a root.
    cutCircles(parent, order);
  }
}

function parentsOf(store: SpanStore): Int32Array {
  const { count, ids, parentIds } = store;
  const parent = new Int32Array(count);
  for (let span = 0; span < count; span += 1) {
    const high = parentIds[span * 2] as number;
    const low = parentIds[span * 2 + 1] as number;
    if (high === 0 && low === 0) {
      parent[span] = -1;
      continue;
    }
    const near = nearParent(ids, parent, span, high, low);
    const found = near >= 0 ? near : store.findHalves(high, low);
    parent[span] = found === span ? -1 : found;
  }
  return parent;
}

/** How far up a parent is looked for among the spans above the one before. */
const nearby = 8;

/**
 * Spans mostly come as they were opened: the parent is the span before or one above that, and only where it is not, ids
 * are looked up.
 */
function nearParent(ids: Uint32Array, parent: Int32Array, span: number, high: number, low: number): number {
  let at = span - 1;
  for (let up = 0; at >= 0 && up < nearby; up += 1) {
    if (ids[at * 2 + 1] === low && ids[at * 2] === high) {
      return at;
    }
    at = parent[at] as number;
  }
  return -1;
}

function errorsUp(store: SpanStore, parent: Int32Array): Uint8Array {
  const hasError = new Uint8Array(store.count);
  const failed = store.textPlace('ERROR');
  const { count, status } = store;
  for (let span = 0; span < count; span += 1) {
    if (status[span] === failed) {
      for (let at = span; at >= 0 && hasError[at] === 0; at = parent[at] ?? -1) {
        hasError[at] = 1;
      }
    }
  }
  return hasError;
}

interface Links {
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  readonly firstRoot: number;
  readonly position: Uint32Array;
  readonly childCount: Uint32Array;
}

/** Appends each span to its siblings; siblings that did not come in the right order are sorted afterwards. */
function link({ count, start }: SpanStore, parent: Int32Array, first: Uint8Array | null): Links {
  // Roots hang from one place more, behind all spans.
  const firstChild = new Int32Array(count + 1).fill(-1);
  const lastChild = new Int32Array(count + 1);
  const nextSibling = new Int32Array(count).fill(-1);
  const childCount = new Uint32Array(count + 1);
  const position = new Uint32Array(count);
  const unsorted = new Set<number>();
  for (let span = 0; span < count; span += 1) {
    const above = parent[span] as number;
    const owner = above < 0 ? count : above;
    const place = (childCount[owner] as number) + 1;
    const last = lastChild[owner] as number;
    lastChild[owner] = span;
    childCount[owner] = place;
    position[span] = place;
    if (place === 1) {
      firstChild[owner] = span;
    } else {
      nextSibling[last] = span;
      if (
        (start[last] as number) > (start[span] as number) ||
        (first !== null && first[last] !== first[span])
      ) {
        unsorted.add(owner);
      }
    }
  }
  for (const owner of unsorted) {
    sortChildren({ firstChild, nextSibling, position }, owner, start, first);
  }
  return { firstChild, nextSibling, position, childCount, firstRoot: firstChild[count] as number };
}

function sortChildren(
  { firstChild, nextSibling, position }: Pick<Links, 'firstChild' | 'nextSibling' | 'position'>,
  owner: number,
  start: Float64Array,
  first: Uint8Array | null,
): void {
  const children: number[] = [];
  for (let child = firstChild[owner] ?? -1; child >= 0; child = nextSibling[child] ?? -1) {
    children.push(child);
  }
  const errorOf = (span: number) => first?.[span] ?? 0;
  children.sort(
    (left, right) =>
      errorOf(right) - errorOf(left) || (start[left] ?? 0) - (start[right] ?? 0) || left - right,
  );
  firstChild[owner] = children[0] ?? -1;
  for (const [index, child] of children.entries()) {
    nextSibling[child] = children[index + 1] ?? -1;
    position[child] = index + 1;
  }
}

/** Goes from the roots down: the order of all spans that can be reached, and how deep each lies. */
function walk({ firstChild, nextSibling, firstRoot }: Links, parent: Int32Array) {
  const order = new Uint32Array(parent.length);
  const depth = new Uint16Array(parent.length);
  let count = 0;
  let deep = 0;
  let span = firstRoot;
  while (span >= 0) {
    order[count] = span;
    count += 1;
    depth[span] = Math.min(deep, 0xffff);
    const child = firstChild[span] as number;
    if (child >= 0) {
      deep += 1;
      span = child;
      continue;
    }
    let next = nextSibling[span] as number;
    while (next < 0 && deep > 0) {
      span = parent[span] as number;
      deep -= 1;
      next = nextSibling[span] as number;
    }
    span = next;
  }
  return { order: order.subarray(0, count), depth };
}

function cutCircles(parent: Int32Array, reached: Uint32Array): void {
  const isSeen = new Uint8Array(parent.length);
  for (const span of reached) {
    isSeen[span] = 1;
  }
  for (let span = 0; span < parent.length; span += 1) {
    const path: number[] = [];
    let at = span;
    while (at >= 0 && isSeen[at] === 0) {
      isSeen[at] = 2;
      path.push(at);
      at = parent[at] ?? -1;
    }
    if (at >= 0 && path.includes(at)) {
      parent[at] = -1;
    }
    for (const passed of path) {
      isSeen[passed] = 1;
    }
  }
}
