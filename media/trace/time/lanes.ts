import type { SpanStore } from '../columns/spanStore';
import type { SpanTree } from '../tree/spanTree';
import { waitNames } from '../tree/waits';

/** The spans that an overview draws. */
export interface OverviewSubject {
  readonly store: SpanStore;
  readonly tree: SpanTree;
}

/** What a pixel of an overview shows, the more important the higher. */
export const looks = { nothing: 0, working: 1, waiting: 2, failed: 3 } as const;

const most = 16;

/** What is seen in each pixel of each lane: a lane for each depth, the deepest ones together. */
export function lanesOf({ store, tree }: OverviewSubject, width: number): Uint8Array {
  const lanes = new Uint8Array(most * width);
  const { start, end } = store;
  const [first, last] = store.extent;
  const perUs = width / (last - first);
  const look = lookOf(store);
  for (let span = 0; span < store.count; span += 1) {
    const row = Math.min(tree.depth[span] as number, most - 1) * width;
    const from = Math.min(width - 1, Math.floor(((start[span] as number) - first) * perUs));
    const endUs = Number.isNaN(end[span]) ? last : (end[span] as number);
    const to = Math.min(width, Math.max(from + 1, Math.ceil((endUs - first) * perUs)));
    raise(lanes, row + from, row + to, look(span));
  }
  return lanes;
}

function raise(lanes: Uint8Array, from: number, to: number, look: number): void {
  for (let at = from; at < to; at += 1) {
    if ((lanes[at] as number) < look) {
      lanes[at] = look;
    }
  }
}

function lookOf(store: SpanStore): (span: number) => number {
  const error = store.textPlace('ERROR');
  const isWaitName = waitNames(store);
  return (span) => {
    if (store.status[span] === error) {
      return looks.failed;
    }
    return isWaitName[store.name[span] as number] === 1 ? looks.waiting : looks.working;
  };
}

/** How many lanes have anything in them. */
export function usedLanes(lanes: Uint8Array, width: number): number {
  return Math.max(1, Math.ceil((lanes.findLastIndex((look) => look !== looks.nothing) + 1) / width));
}
