import diffSequences from '@jest/diff-sequences';
import { type Anchor, type Box, countBox, forgetBox, type LineCounts } from './uniqueAnchors';

/** The comparisons that an exact answer may cost before a box counts as too dear. */
export function exactBudget(box: Box): number {
  return 100_000 + 10 * (box.oldTo - box.oldFrom + box.newTo - box.newFrom);
}

class OverBudget extends Error {}

/**
 * The longest common subsequence of a box by Myers' algorithm, or `undefined` when that would take more than `budget`
 * comparisons (files of few different lines, heavily edited). Lines that occur on one side only are left out
 * beforehand: they cannot match, and without them the search is short.
 */
export function longestCommon(
  old: Int32Array,
  fresh: Int32Array,
  box: Box,
  counts: LineCounts,
  budget: number,
): Anchor[] | undefined {
  countBox(old, fresh, box, counts);
  const olds = placesWithPartner(old, box.oldFrom, box.oldTo, counts.inNew);
  const news = placesWithPartner(fresh, box.newFrom, box.newTo, counts.inOld);
  forgetBox(old, fresh, box, counts);
  const matches: Anchor[] = [];
  let left = budget;
  const isCommon = (i: number, j: number): boolean => {
    if (left-- <= 0) throw new OverBudget();
    return old[olds[i] ?? 0] === fresh[news[j] ?? 0];
  };
  const found = (count: number, i: number, j: number): void => {
    for (let k = 0; k < count; k++) matches.push({ old: olds[i + k] ?? 0, new: news[j + k] ?? 0 });
  };
  try {
    diffSequences(olds.length, news.length, isCommon, found);
    return matches;
  } catch (error) {
    if (error instanceof OverBudget) return undefined;
    throw error;
  }
}

function placesWithPartner(ids: Int32Array, from: number, to: number, partners: Uint32Array): Int32Array {
  const places = new Int32Array(to - from);
  let count = 0;
  for (let i = from; i < to; i++) if ((partners[ids[i] ?? 0] ?? 0) > 0) places[count++] = i;
  return places.subarray(0, count);
}
