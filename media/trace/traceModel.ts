import type { SpanColumns } from '#protocol/views/trace';
import { SpanStore } from './columns/spanStore';
import { stepOf } from './rows/spanName';
import { findHits } from './tree/hits';
import { type SpanTree, spanTree } from './tree/spanTree';
import { treeRows } from './tree/treeRows';
import { nextSpan, spansAbove } from './tree/treeWalk';
import { endOf, isWait, waitsWithin } from './tree/waits';

/** Everything a trace view knows of its spans: which there are, which are rows, which were searched for. */
export class TraceModel {
  readonly store = new SpanStore();
  tree: SpanTree = spanTree(this.store, false);
  rows: Uint32Array = new Uint32Array(0);
  /** 1 for spans that a search has found, in the order of `hits`. */
  isHit: Uint8Array = new Uint8Array(0);
  hits: readonly number[] = [];
  /** How long, within a span, people were waited for. */
  waits: ReadonlyMap<number, number> = new Map();
  selected = -1;
  #collapsed = new Uint8Array(0);
  #isErrorFirst = false;
  #kind = '';
  #builtCount = 0;
  #search = '';
  /** What the server found in attributes, which the view does not hold. */
  #foundElsewhere: Uint32Array = new Uint32Array(0);

  /** Takes in a page. The tree is built anew for the first and the last one, and when it would double. */
  take(
    columns: SpanColumns,
    { isFirst, isLast, total }: { isFirst: boolean; isLast: boolean; total: number },
  ) {
    this.store.take(columns, isFirst, total);
    if (isFirst || isLast || this.store.count >= 2 * this.#builtCount) {
      this.rebuild();
      return true;
    }
    return false;
  }

  get isErrorFirst(): boolean {
    return this.#isErrorFirst;
  }

  set isErrorFirst(isErrorFirst: boolean) {
    this.#isErrorFirst = isErrorFirst;
    this.rebuild();
  }

  get kind(): string {
    return this.#kind;
  }

  /** Shows only spans of one kind, `wait` for time with people, with those above them; all when it is empty. */
  set kind(kind: string) {
    this.#kind = kind;
    this.#makeRows();
  }

  get search(): string {
    return this.#search;
  }

  set search(text: string) {
    this.#search = text;
    this.#foundElsewhere = new Uint32Array(0);
    this.#findHits();
  }

  /** Adds what the server found for the same text. */
  addFound(text: string, ids: Uint32Array): void {
    if (text.toLowerCase() === this.#search) {
      this.#foundElsewhere = ids;
      this.#findHits();
    }
  }

  /** When the last thing happened that is known. */
  get nowUs(): number {
    return this.store.extent[1];
  }

  rebuild(): void {
    this.tree = spanTree(this.store, this.#isErrorFirst);
    this.#builtCount = this.store.count;
    this.waits = waitsWithin(this.store, this.tree, this.nowUs);
    const collapsed = new Uint8Array(this.store.count);
    collapsed.set(this.#collapsed.subarray(0, this.store.count));
    this.#collapsed = collapsed;
    this.#makeRows();
    this.#findHits();
  }

  isCollapsed(span: number): boolean {
    return this.#collapsed[span] === 1;
  }

  hasChildren(span: number): boolean {
    return (this.tree.firstChild[span] ?? -1) >= 0;
  }

  fold(span: number, isCollapsed: boolean): void {
    this.#collapsed[span] = isCollapsed ? 1 : 0;
    this.#makeRows();
  }

  foldAll(isCollapsed: boolean): void {
    this.#collapsed.fill(isCollapsed ? 1 : 0);
    this.#makeRows();
  }

  /** The row of a span, opened for it as far as needed; -1 when a filter hides it. */
  rowOf(span: number, isRevealed: boolean): number {
    if (isRevealed) {
      const closed = [...spansAbove(this.tree, span)].filter((above) => this.isCollapsed(above));
      for (const above of closed) {
        this.#collapsed[above] = 0;
      }
      if (closed.length > 0) {
        this.#makeRows();
      }
    }
    return this.rows.indexOf(span);
  }

  isFailed(span: number): boolean {
    return this.store.status[span] === this.store.textPlace('ERROR');
  }

  /** Where the trouble began: the earliest failed span with no failed one below it; -1 when nothing failed. */
  firstError(): number {
    let first = -1;
    for (let span = 0; span < this.store.count; span += 1) {
      if (this.isFailed(span) && !this.#hasFailedChild(span)) {
        const isEarlier = first < 0 || (this.store.start[span] ?? 0) < (this.store.start[first] ?? 0);
        first = isEarlier ? span : first;
      }
    }
    return first;
  }

  nextError(from: number): number {
    return nextSpan(this.tree, from, (span) => this.isFailed(span) && !this.#hasFailedChild(span));
  }

  /** The next hit after a span, or the one before it, all around. */
  nextHit(from: number, isBack: boolean): number {
    if (this.hits.length === 0) {
      return -1;
    }
    const isHere = this.isHit[from] === 1;
    const next = isHere && isBack ? from : nextSpan(this.tree, from, (span) => this.isHit[span] === 1);
    const at = this.hits.indexOf(next) - (isBack ? 1 : 0);
    return this.hits.at(at) ?? -1;
  }

  /** The step within which a span lies. */
  stepOf(span: number): string | null {
    for (const at of [span, ...spansAbove(this.tree, span)]) {
      const step = stepOf(this.store.nameOf(at));
      if (step !== null) {
        return step;
      }
    }
    return null;
  }

  /** How long a span took in all, and how much of that people were waited for, in microseconds. */
  times(span: number): { readonly wholeUs: number; readonly waitUs: number; readonly isOpen: boolean } {
    const wholeUs = endOf(this.store, span, this.nowUs) - (this.store.start[span] ?? 0);
    const waitUs = isWait(this.store, span) ? wholeUs : (this.waits.get(span) ?? 0);
    return { wholeUs, waitUs, isOpen: Number.isNaN(this.store.end[span]) };
  }

  #hasFailedChild(span: number): boolean {
    const { firstChild, nextSibling, hasError } = this.tree;
    for (let child = firstChild[span] ?? -1; child >= 0; child = nextSibling[child] ?? -1) {
      if (hasError[child] === 1) {
        return true;
      }
    }
    return false;
  }

  #makeRows(): void {
    const collapsed = this.#collapsed.includes(1) ? this.#collapsed : null;
    this.rows = treeRows(this.tree, { collapsed, wanted: this.#wantedByKind() });
  }

  #wantedByKind(): Uint8Array | null {
    if (this.#kind === '') {
      return null;
    }
    const wanted = new Uint8Array(this.store.count);
    const place = this.store.textPlace(this.#kind);
    for (let span = 0; span < wanted.length; span += 1) {
      const isOne = this.#kind === 'wait' ? isWait(this.store, span) : this.store.kind[span] === place;
      wanted[span] = isOne ? 1 : 0;
    }
    return wanted;
  }

  #findHits(): void {
    const search = { text: this.#search, elsewhere: this.#foundElsewhere };
    const { isHit, hits } = findHits(this.store, this.tree, search);
    this.isHit = isHit;
    this.hits = hits;
  }
}
