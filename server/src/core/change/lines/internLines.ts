import type { Lines } from './lines';

/** A stretch of a file's lines, half open. */
export interface LineRange {
  readonly lines: Lines;
  readonly from: number;
  readonly to: number;
}

/** Every stretch as numbers: equal lines, and only they, carry equal numbers below `idCount`. */
export interface InternedLines {
  readonly ids: readonly Int32Array[];
  readonly idCount: number;
}

/** Replaces lines by small numbers, so that comparing two of them costs one instruction. */
export function internLines(ranges: readonly LineRange[]): InternedLines {
  const table = new LineTable(ranges.reduce((sum, range) => sum + range.to - range.from, 0));
  const ids = ranges.map((range) => table.intern(range));
  return { ids, idCount: table.idCount };
}

/** Numbers some stretches, and another file by the same numbers: -1 for a line that none of the stretches has. */
export function internAmong(
  ranges: readonly LineRange[],
  other: Lines,
): InternedLines & { readonly others: Int32Array } {
  const table = new LineTable(ranges.reduce((sum, range) => sum + range.to - range.from, 0));
  const ids = ranges.map((range) => table.intern(range));
  return { ids, idCount: table.idCount, others: table.find(other) };
}

/** An open-addressed table from the bytes of a line to its number. */
class LineTable {
  readonly #mask: number;
  /** Number of the line in each place, plus one; zero is a free place. */
  readonly #places: Int32Array;
  readonly #hashes: Int32Array;
  readonly #owners: Lines[] = [];
  readonly #lines: number[] = [];

  constructor(lineCount: number) {
    let size = 16;
    while (size < lineCount * 2) size *= 2;
    this.#mask = size - 1;
    this.#places = new Int32Array(size);
    this.#hashes = new Int32Array(lineCount);
  }

  get idCount(): number {
    return this.#lines.length;
  }

  intern({ lines, from, to }: LineRange): Int32Array {
    const ids = new Int32Array(to - from);
    for (let line = from; line < to; line++) ids[line - from] = this.#idOf(lines, line, true);
    return ids;
  }

  find(lines: Lines): Int32Array {
    const ids = new Int32Array(lines.count);
    for (let line = 0; line < lines.count; line++) ids[line] = this.#idOf(lines, line, false);
    return ids;
  }

  #idOf(lines: Lines, line: number, isAdded: boolean): number {
    const hash = hashOfLine(lines, line);
    let place = hash & this.#mask;
    for (;;) {
      const id = (this.#places[place] ?? 0) - 1;
      if (id < 0) return isAdded ? this.#add(place, hash, lines, line) : -1;
      if (this.#hashes[id] === hash && this.#isSame(id, lines, line)) return id;
      place = (place + 1) & this.#mask;
    }
  }

  #add(place: number, hash: number, lines: Lines, line: number): number {
    const id = this.#lines.length;
    this.#places[place] = id + 1;
    this.#hashes[id] = hash;
    this.#owners.push(lines);
    this.#lines.push(line);
    return id;
  }

  #isSame(id: number, lines: Lines, line: number): boolean {
    const owner = this.#owners[id];
    return owner !== undefined && sameLine(owner, this.#lines[id] ?? 0, lines, line);
  }
}

function hashOfLine({ bytes, words, starts }: Lines, line: number): number {
  const end = starts[line + 1] ?? 0;
  let at = starts[line] ?? 0;
  let hash = 0x811c9dc5;
  for (; at + 4 <= end; at += 4) {
    hash = Math.imul(hash ^ words.getInt32(at, true), 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  for (; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

/** Whether two lines hold the same bytes. */
export function sameLine(left: Lines, leftLine: number, right: Lines, rightLine: number): boolean {
  let at = left.starts[leftLine] ?? 0;
  let other = right.starts[rightLine] ?? 0;
  const end = left.starts[leftLine + 1] ?? 0;
  if (end - at !== (right.starts[rightLine + 1] ?? 0) - other) return false;
  for (; at + 4 <= end; at += 4, other += 4)
    if (left.words.getInt32(at, true) !== right.words.getInt32(other, true)) return false;
  while (at < end) if (left.bytes[at++] !== right.bytes[other++]) return false;
  return true;
}
