/** A box of two stretches still to be compared: lines `[oldFrom, oldTo)` against `[newFrom, newTo)`. */
export interface Box {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** A pair of equal lines. */
export interface Anchor {
  readonly old: number;
  readonly new: number;
}

/** Scratch for counting, one cell per line number, all zero between uses. */
export interface LineCounts {
  readonly inOld: Uint32Array;
  readonly inNew: Uint32Array;
  /** Place of a line in the new side; read only where it was just written. */
  readonly newPlace: Uint32Array;
}

/** Room to count lines whose numbers are below `idCount`. */
export function lineCounts(idCount: number): LineCounts {
  return {
    inOld: new Uint32Array(idCount),
    inNew: new Uint32Array(idCount),
    newPlace: new Uint32Array(idCount),
  };
}

/**
 * Patience: the longest run of pairs, rising on both sides, of lines that occur exactly once on each side of the box.
 * They are almost surely the same line in the eyes of a person, and they cut the work into small gaps.
 */
export function uniqueAnchors(old: Int32Array, fresh: Int32Array, box: Box, counts: LineCounts): Anchor[] {
  countBox(old, fresh, box, counts);
  const olds = new Int32Array(box.oldTo - box.oldFrom);
  const news = new Int32Array(olds.length);
  let count = 0;
  for (let i = box.oldFrom; i < box.oldTo; i++) {
    const id = old[i] ?? 0;
    if (counts.inOld[id] !== 1 || counts.inNew[id] !== 1) continue;
    olds[count] = i;
    news[count++] = counts.newPlace[id] ?? 0;
  }
  forgetBox(old, fresh, box, counts);
  return longestRising(news.subarray(0, count)).map((pair) => ({
    old: olds[pair] ?? 0,
    new: news[pair] ?? 0,
  }));
}

/** Counts every line of the box on each side; `forgetBox` must follow. */
export function countBox(old: Int32Array, fresh: Int32Array, box: Box, counts: LineCounts): void {
  for (let i = box.oldFrom; i < box.oldTo; i++) {
    const id = old[i] ?? 0;
    counts.inOld[id] = (counts.inOld[id] ?? 0) + 1;
  }
  for (let j = box.newFrom; j < box.newTo; j++) {
    const id = fresh[j] ?? 0;
    counts.inNew[id] = (counts.inNew[id] ?? 0) + 1;
    counts.newPlace[id] = j;
  }
}

/** Sets the counts of the box's lines back to zero. */
export function forgetBox(old: Int32Array, fresh: Int32Array, box: Box, counts: LineCounts): void {
  for (let i = box.oldFrom; i < box.oldTo; i++) counts.inOld[old[i] ?? 0] = 0;
  for (let j = box.newFrom; j < box.newTo; j++) counts.inNew[fresh[j] ?? 0] = 0;
}

/** Which of some numbers make their longest rising subsequence. */
function longestRising(numbers: Int32Array): number[] {
  const tails = new Int32Array(numbers.length);
  const previous = new Int32Array(numbers.length);
  let pileCount = 0;
  for (let index = 0; index < numbers.length; index++) {
    const pile = firstPileAbove(numbers, tails, pileCount, numbers[index] ?? 0);
    previous[index] = pile === 0 ? -1 : (tails[pile - 1] ?? -1);
    tails[pile] = index;
    pileCount = Math.max(pileCount, pile + 1);
  }
  const rising: number[] = [];
  let index = pileCount === 0 ? -1 : (tails[pileCount - 1] ?? -1);
  for (; index >= 0; index = previous[index] ?? -1) rising.push(index);
  return rising.reverse();
}

/** The pile on which a number goes: the first whose top is not below it. */
function firstPileAbove(numbers: Int32Array, tails: Int32Array, pileCount: number, number: number): number {
  let low = 0;
  let high = pileCount;
  // Most lines stand in order, so most go on a pile of their own.
  if (high === 0 || (numbers[tails[high - 1] ?? 0] ?? 0) < number) return high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[tails[middle] ?? 0] ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
