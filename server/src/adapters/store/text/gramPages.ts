import type { GramList } from './gramLists';

/*
 * A page holds neighbouring lists: how many there are, their runs, where the bytes of each end, the last place of each,
 * then the bytes. A list that is longer than a page has one of its own.
 */

const pageBytes = 8000;
const headBytes = 8;
const entryBytes = 16;

/** A page of lists as it is stored, and the first run on it. */
export interface GramPage {
  readonly firstGram: number;
  readonly bytes: Uint8Array;
}

/** Distributes sorted lists over pages. */
export function pagesOf(lists: readonly GramList[]): readonly GramPage[] {
  const pages: GramPage[] = [];
  let from = 0;
  while (from < lists.length) {
    let size = headBytes;
    let to = from;
    do size += entryBytes + (lists[to++]?.bytes.length ?? 0);
    while (to < lists.length && size + entryBytes + (lists[to]?.bytes.length ?? 0) <= pageBytes);
    pages.push(pageOf(lists.slice(from, to), size));
    from = to;
  }
  return pages;
}

function pageOf(lists: readonly GramList[], size: number): GramPage {
  const bytes = new Uint8Array(size);
  const view = tableOf(bytes, lists.length);
  new Uint32Array(bytes.buffer, 0, 1)[0] = lists.length;
  let end = 0;
  for (const [index, list] of lists.entries()) {
    bytes.set(list.bytes, view.bytes + end);
    end += list.bytes.length;
    view.grams[index] = list.gram;
    view.ends[index] = end;
    view.lasts[index] = list.last;
  }
  return { firstGram: lists[0]?.gram ?? 0, bytes };
}

/** The bytes of one run's list, or undefined when the run is not on the page. */
export function listOn(page: Uint8Array, gram: number): Uint8Array | undefined {
  const { grams, ends, bytes } = openPage(page);
  const index = lastUpTo(grams, gram);
  if (index < 0 || grams[index] !== gram) return undefined;
  return page.subarray(bytes + (index === 0 ? 0 : (ends[index - 1] ?? 0)), bytes + (ends[index] ?? 0));
}

/** Every list of a page whose run is within bounds, both included. */
export function* listsOn(page: Uint8Array, least: number, most: number): Generator<GramList> {
  const { grams, ends, lasts, bytes } = openPage(page);
  let start = 0;
  for (const [index, gram] of grams.entries()) {
    const end = ends[index] ?? 0;
    if (gram >= least && gram <= most)
      yield { gram, bytes: page.subarray(bytes + start, bytes + end), last: lasts[index] ?? 0 };
    start = end;
  }
}

/** The place of the last number up to a bound in a sorted list, -1 when there is none. */
export function lastUpTo(sorted: Float64Array | Uint32Array, bound: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= bound) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function openPage(page: Uint8Array) {
  return tableOf(page, new Uint32Array(page.buffer, 0, 1)[0] ?? 0);
}

/** A page has a buffer of its own, so that its numbers are aligned. */
function tableOf({ buffer }: Uint8Array, count: number) {
  return {
    grams: new Float64Array(buffer, headBytes, count),
    ends: new Uint32Array(buffer, headBytes + count * 8, count),
    lasts: new Uint32Array(buffer, headBytes + count * 12, count),
    bytes: headBytes + count * entryBytes,
  };
}
