import type { Store } from '../storePort';

/** The last place in the record before a time: events stand there in the order in which they happened. */
export async function startPlace(store: Store, time: string): Promise<number> {
  const [newest] = (await store.events({ newest_first: true, limit: 1 })).items;
  let low = 0;
  let high = newest?.seq ?? 0;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [next] = (await store.events({ after_seq: middle, limit: 1 })).items;
    if (next !== undefined && next.ts < time) {
      low = next.seq;
    } else {
      high = middle;
    }
  }
  return low;
}
