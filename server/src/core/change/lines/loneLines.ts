import type { Lines } from './lines';

/** A file cut into lines, which can tell of most lines that come but once that they do. */
export interface LoneLines extends Lines {
  /** True only for a line that no other line of the file equals. */
  isLone(line: number): boolean;
}

const lineFeed = 10;

/** Cuts a file into lines and counts, in the same pass over its bytes, how many share a hash. */
export function loneLines(bytes: Uint8Array): LoneLines {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let rows = rowsFor(16 + (bytes.length >> 4));
  let count = 0;
  for (let at = 0; at < bytes.length; count += 1) {
    if (count + 1 >= rows.starts.length) rows = longer(rows);
    rows.starts[count] = at;
    let hash = 0;
    // Four bytes at once while none of them is an LF.
    for (; at + 4 <= bytes.length; at += 4) {
      const word = words.getInt32(at, true);
      const others = word ^ 0x0a0a0a0a;
      if (((others - 0x01010101) & ~others & 0x80808080) !== 0) break;
      hash = Math.imul((hash ^ word) + (hash >>> 15), 0x9e3779b1);
    }
    for (let byte = 0; at < bytes.length && byte !== lineFeed; at += 1) {
      byte = bytes[at] ?? 0;
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    rows.hashes[count] = hash ^ (hash >>> 15);
  }
  rows.starts[count] = bytes.length;
  return { bytes, words, starts: rows.starts.subarray(0, count + 1), count, isLone: loneAmong(rows, count) };
}

interface Rows {
  readonly starts: Uint32Array;
  readonly hashes: Uint32Array;
}

function rowsFor(room: number): Rows {
  return { starts: new Uint32Array(room), hashes: new Uint32Array(room) };
}

function longer({ starts, hashes }: Rows): Rows {
  const rows = rowsFor(starts.length * 2);
  rows.starts.set(starts);
  rows.hashes.set(hashes);
  return rows;
}

/** Four slots and more for each line, so that few lines share one by chance. */
function loneAmong({ hashes }: Rows, count: number): (line: number) => boolean {
  const mask = 2 ** Math.max(4, Math.ceil(Math.log2(count * 4 + 1))) - 1;
  const counts = new Uint8Array(mask + 1);
  for (let line = 0; line < count; line += 1) {
    const slot = (hashes[line] ?? 0) & mask;
    const known = counts[slot] ?? 0;
    if (known < 2) counts[slot] = known + 1;
  }
  return (line) => counts[(hashes[line] ?? 0) & mask] === 1;
}
