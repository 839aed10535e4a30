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
  const pairs: Anchor[] = [];
  for (let i = box.oldFrom; i < box.oldTo; i++) {
    const id = old[i] ?? 0;
    if (counts.inOld[id] === 1 && counts.inNew[id] === 1)
      pairs.push({ old: i, new: counts.newPlace[id] ?? 0 });
  }
  forgetBox(old, fresh, box, counts);
  return longestRising(pairs);
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

/** The longest subsequence whose new places rise; the pairs come sorted by their old place. */
function longestRising(pairs: readonly Anchor[]): Anchor[] {
  const tails: number[] = [];
  const previous = new Int32Array(pairs.length);
  for (const [index, pair] of pairs.entries()) {
    const pile = firstPileAbove(pairs, tails, pair.new);
    previous[index] = pile === 0 ? -1 : (tails[pile - 1] ?? -1);
    tails[pile] = index;
  }
  const rising: Anchor[] = [];
  for (let index = tails.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) {
    const pair = pairs[index];
    if (pair) rising.push(pair);
  }
  return rising.reverse();
}

function firstPileAbove(pairs: readonly Anchor[], tails: readonly number[], place: number): number {
  let low = 0;
  let high = tails.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pairs[tails[middle] ?? 0]?.new ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
