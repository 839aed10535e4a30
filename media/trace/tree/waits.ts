import type { SpanStore } from '../columns/spanStore';
import type { SpanTree } from './spanTree';

const waitPrefix = 'holdpoint.approval';

/** Whether a span is time in which a person was waited for, as the record files it. */
export function isWait(store: SpanStore, span: number): boolean {
  return store.kindOf(span) === 'gate' && store.nameOf(span).startsWith(waitPrefix);
}

/** How long, within each span that has waits below it, at least one person was waited for; waits may overlap. */
export function waitsWithin(store: SpanStore, tree: SpanTree, nowUs: number): ReadonlyMap<number, number> {
  const waits = waitSpans(store).sort((left, right) => (store.start[left] ?? 0) - (store.start[right] ?? 0));
  const waited = new Map<number, number>();
  const reached = new Map<number, number>();
  for (const wait of waits) {
    const from = store.start[wait] ?? 0;
    const to = endOf(store, wait, nowUs);
    for (let at = tree.parent[wait] ?? -1; at >= 0; at = tree.parent[at] ?? -1) {
      const begin = Math.max(from, store.start[at] ?? 0, reached.get(at) ?? 0);
      const end = Math.min(to, endOf(store, at, nowUs));
      if (end > begin) {
        waited.set(at, (waited.get(at) ?? 0) + end - begin);
        reached.set(at, end);
      }
    }
  }
  return waited;
}

/** When a span ended, or now while it is open. */
export function endOf(store: SpanStore, span: number, nowUs: number): number {
  const end = store.end[span] ?? Number.NaN;
  return Number.isNaN(end) ? Math.max(nowUs, store.start[span] ?? 0) : end;
}

/** For each text, 1 where it is the name of a span in which a person is waited for. */
export function waitNames({ texts }: Pick<SpanStore, 'texts'>): Uint8Array {
  return Uint8Array.from(texts, (text) => (text.startsWith(waitPrefix) ? 1 : 0));
}

function waitSpans(store: SpanStore): number[] {
  const gate = store.textPlace('gate');
  const isWaitName = waitNames(store);
  const found: number[] = [];
  if (!isWaitName.includes(1)) {
    return found;
  }
  for (let span = 0; span < store.count; span += 1) {
    if (isWaitName[store.name[span] as number] === 1 && store.kind[span] === gate) {
      found.push(span);
    }
  }
  return found;
}
