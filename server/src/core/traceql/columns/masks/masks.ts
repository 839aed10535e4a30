/** A mask in which every row is: a byte for each, 1 where it is in. Loops over typed arrays are far cheaper than `map`. */
export function fullMask(rowCount: number): Uint8Array {
  return new Uint8Array(rowCount).fill(1);
}

/** Takes the rows out of a mask that are not in another. */
export function keepMasked(mask: Uint8Array, other: Uint8Array): void {
  const words = wordsOf(mask);
  const others = wordsOf(other);
  for (let at = 0; at < words.length; at += 1) words[at] = (words[at] as number) & (others[at] as number);
  for (let row = words.length << 2; row < mask.length; row += 1)
    mask[row] = (mask[row] as number) & (other[row] as number);
}

/** Adds the rows of another to a mask. */
export function addMasked(mask: Uint8Array, other: Uint8Array): void {
  const words = wordsOf(mask);
  const others = wordsOf(other);
  for (let at = 0; at < words.length; at += 1) words[at] = (words[at] as number) | (others[at] as number);
  for (let row = words.length << 2; row < mask.length; row += 1)
    mask[row] = (mask[row] as number) | (other[row] as number);
}

/** Takes the rows of another out of a mask. */
export function dropMasked(mask: Uint8Array, other: Uint8Array): void {
  const words = wordsOf(mask);
  const others = wordsOf(other);
  for (let at = 0; at < words.length; at += 1) words[at] = (words[at] as number) & ~(others[at] as number);
  for (let row = words.length << 2; row < mask.length; row += 1)
    mask[row] = (mask[row] as number) & ~(other[row] as number);
}

/** Rows of a mask whose group, or trace, passes. */
export function passingRows(mask: Uint8Array, groupOf: Uint32Array, passes: Uint8Array): Uint8Array {
  const left = new Uint8Array(mask.length);
  for (let row = 0; row < left.length; row += 1)
    left[row] = (mask[row] as number) & (passes[groupOf[row] as number] as number);
  return left;
}

/** So many words are added up before any of their bytes, of which each counts a quarter of the rows, overflows. */
const mostAdded = 127;

/** How many rows are in. */
export function rowsIn(mask: Uint8Array): number {
  const words = wordsOf(mask);
  let count = 0;
  for (let from = 0; from < words.length; from += mostAdded) {
    const to = Math.min(from + mostAdded, words.length);
    let bytes = 0;
    for (let at = from; at < to; at += 1) bytes = (bytes + (words[at] as number)) | 0;
    count += (bytes & 255) + ((bytes >> 8) & 255) + ((bytes >> 16) & 255) + (bytes >> 24);
  }
  for (let row = words.length << 2; row < mask.length; row += 1) count += mask[row] as number;
  return count;
}

/** A word of which all four rows are in. */
export const fourRows = 0x01010101;

/** Four rows in each; those that are left over behind the last stand in none. */
export function wordsOf(mask: Uint8Array): Int32Array {
  return new Int32Array(mask.buffer, mask.byteOffset, mask.length >> 2);
}
