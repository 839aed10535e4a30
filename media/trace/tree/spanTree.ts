import type { SpanStore } from '../columns/spanStore';

/** The tree over the spans of a store: links between places, -1 where there is none. */
export interface SpanTree {
  readonly parent: Int32Array;
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  readonly firstRoot: number;
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
    const depth = new Uint16Array(store.count);
    const seen = walk(linked, depth);
    if (seen.count === store.count) {
      return { parent, ...linked, depth, ...placesOf(linked, parent), hasError };
    }
    // Spans that name each other as parents hang from nothing: the first of each circle becomes a root.
    cutCircles(parent, seen.isSeen);
  }
}

function parentsOf(store: SpanStore): Int32Array {
  const { count, parentIds } = store;
  const parent = new Int32Array(count);
  let highBefore = 0;
  let lowBefore = 0;
  let before = -1;
  for (let span = 0; span < count; span += 1) {
    const high = parentIds[span * 2] ?? 0;
    const low = parentIds[span * 2 + 1] ?? 0;
    if (high !== highBefore || low !== lowBefore) {
      highBefore = high;
      lowBefore = low;
      before = high === 0 && low === 0 ? -1 : store.findHalves(high, low);
    }
    parent[span] = before === span ? -1 : before;
  }
  return parent;
}

function errorsUp(store: SpanStore, parent: Int32Array): Uint8Array {
  const hasError = new Uint8Array(store.count);
  const failed = store.textPlace('ERROR');
  for (let span = 0; span < store.count; span += 1) {
    if (store.status[span] === failed) {
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
}

/** Appends each span to its siblings; siblings that did not come in the right order are sorted afterwards. */
function link(store: SpanStore, parent: Int32Array, first: Uint8Array | null): Links {
  const { count, start } = store;
  // Roots hang from one place more, behind all spans.
  const firstChild = new Int32Array(count + 1).fill(-1);
  const lastChild = new Int32Array(count + 1).fill(-1);
  const nextSibling = new Int32Array(count).fill(-1);
  const unsorted = new Set<number>();
  for (let span = 0; span < count; span += 1) {
    const above = parent[span] as number;
    const owner = above < 0 ? count : above;
    const last = lastChild[owner] as number;
    lastChild[owner] = span;
    if (last < 0) {
      firstChild[owner] = span;
      continue;
    }
    nextSibling[last] = span;
    if ((start[last] as number) > (start[span] as number) || first?.[last] !== first?.[span]) {
      unsorted.add(owner);
    }
  }
  for (const owner of unsorted) {
    sortChildren({ firstChild, nextSibling }, owner, start, first);
  }
  return { firstChild, nextSibling, firstRoot: firstChild[count] as number };
}

function sortChildren(
  { firstChild, nextSibling }: Pick<Links, 'firstChild' | 'nextSibling'>,
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
  }
}

/** Counts children and numbers siblings. */
function placesOf({ firstChild, nextSibling }: Links, parent: Int32Array) {
  const position = new Uint32Array(parent.length);
  const childCount = new Uint32Array(firstChild.length);
  for (let owner = 0; owner < firstChild.length; owner += 1) {
    let count = 0;
    for (let child = firstChild[owner] ?? -1; child >= 0; child = nextSibling[child] ?? -1) {
      count += 1;
      position[child] = count;
    }
    childCount[owner] = count;
  }
  return { position, childCount };
}

/** Measures depths from the roots down; says how many spans were reached. */
function walk({ firstChild, nextSibling, firstRoot }: Links, depth: Uint16Array) {
  const isSeen = new Uint8Array(depth.length);
  const stack: number[] = [];
  let count = 0;
  let span = firstRoot;
  while (span >= 0) {
    isSeen[span] = 1;
    count += 1;
    depth[span] = Math.min(stack.length, 0xffff);
    const child = firstChild[span] ?? -1;
    if (child >= 0) {
      stack.push(span);
      span = child;
      continue;
    }
    let next = nextSibling[span] ?? -1;
    while (next < 0 && stack.length > 0) {
      next = nextSibling[stack.pop() ?? 0] ?? -1;
    }
    span = next;
  }
  return { count, isSeen };
}

function cutCircles(parent: Int32Array, isSeen: Uint8Array): void {
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
