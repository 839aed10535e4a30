import { exactBudget, longestCommon } from './comparison/longestCommon';
import { slidingWindow } from './comparison/slidingWindow';
import { type Box, type LineCounts, lineCounts, uniqueAnchors } from './comparison/uniqueAnchors';
import { type InternedLines, internLines, sameLine } from './lines/internLines';
import { type Lines, splitLines } from './lines/lines';

/** One change: lines `[oldStart, oldEnd)` became lines `[newStart, newEnd)`; counted from 0, never both empty. */
export interface Edit {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/**
 * The edits that turn one file into the other, in order, over lines that end with LF (so CRLF, BOM and a missing last
 * newline are bytes like any others). Near minimal, and never quadratic.
 */
export function diffLines(before: Uint8Array, after: Uint8Array): Edit[] {
  return editsBetween(splitLines(before), splitLines(after));
}

/** {@link diffLines} for files that are cut into lines already. */
export function editsBetween(before: Lines, after: Lines): Edit[] {
  const prefix = commonPrefix(before, after);
  const suffix = commonSuffix(before, after, prefix);
  const oldEnd = before.count - suffix;
  const newEnd = after.count - suffix;
  if (prefix === oldEnd || prefix === newEnd) {
    const edit = { oldStart: prefix, oldEnd, newStart: prefix, newEnd };
    return prefix === oldEnd && prefix === newEnd ? [] : [edit];
  }
  const interned = internLines([
    { lines: before, from: prefix, to: oldEnd },
    { lines: after, from: prefix, to: newEnd },
  ]);
  const comparison = new Comparison(interned);
  comparison.run();
  return comparison.edits(prefix);
}

function commonPrefix(before: Lines, after: Lines): number {
  const most = Math.min(before.count, after.count);
  let count = 0;
  while (count < most && sameLine(before, count, after, count)) count++;
  return count;
}

function commonSuffix(before: Lines, after: Lines, prefix: number): number {
  const most = Math.min(before.count, after.count) - prefix;
  let count = 0;
  while (count < most && sameLine(before, before.count - 1 - count, after, after.count - 1 - count)) count++;
  return count;
}

/** Marks which lines match: boxes are trimmed, cut at anchors, compared exactly, or window by window when that is too dear. */
class Comparison {
  readonly #old: Int32Array;
  readonly #new: Int32Array;
  readonly #oldKept: Uint8Array;
  readonly #newKept: Uint8Array;
  readonly #counts: LineCounts;
  readonly #boxes: Box[] = [];

  constructor(lines: InternedLines) {
    const [old = new Int32Array(), fresh = new Int32Array()] = lines.ids;
    this.#old = old;
    this.#new = fresh;
    this.#oldKept = new Uint8Array(old.length);
    this.#newKept = new Uint8Array(fresh.length);
    this.#counts = lineCounts(lines.idCount);
  }

  run(): void {
    this.#boxes.push({ oldFrom: 0, oldTo: this.#old.length, newFrom: 0, newTo: this.#new.length });
    for (let box = this.#boxes.pop(); box; box = this.#boxes.pop()) {
      const core = this.#trim(box);
      if (core.oldFrom < core.oldTo && core.newFrom < core.newTo) this.#compare(core);
    }
  }

  #trim(box: Box): Box {
    let { oldFrom, oldTo, newFrom, newTo } = box;
    while (oldFrom < oldTo && newFrom < newTo && this.#old[oldFrom] === this.#new[newFrom]) {
      this.#keep(oldFrom++, newFrom++);
    }
    while (oldFrom < oldTo && newFrom < newTo && this.#old[oldTo - 1] === this.#new[newTo - 1]) {
      this.#keep(--oldTo, --newTo);
    }
    return { oldFrom, oldTo, newFrom, newTo };
  }

  #keep(old: number, fresh: number): void {
    this.#oldKept[old] = 1;
    this.#newKept[fresh] = 1;
  }

  #compare(box: Box): void {
    const anchors = uniqueAnchors(this.#old, this.#new, box, this.#counts);
    if (anchors.length === 0) {
      this.#compareExactly(box);
      return;
    }
    let { oldFrom, newFrom } = box;
    for (const anchor of anchors) {
      this.#keep(anchor.old, anchor.new);
      if (oldFrom < anchor.old && newFrom < anchor.new)
        this.#boxes.push({ oldFrom, oldTo: anchor.old, newFrom, newTo: anchor.new });
      oldFrom = anchor.old + 1;
      newFrom = anchor.new + 1;
    }
    this.#boxes.push({ oldFrom, oldTo: box.oldTo, newFrom, newTo: box.newTo });
  }

  #compareExactly(box: Box): void {
    const exact = longestCommon(this.#old, this.#new, box, this.#counts, exactBudget(box));
    const matches = exact ?? slidingWindow(this.#old, this.#new, box, this.#counts);
    for (const match of matches) this.#keep(match.old, match.new);
  }

  /** Reads the marks off from top to bottom; `offset` is the number of lines before the compared part. */
  edits(offset: number): Edit[] {
    const edits: Edit[] = [];
    let i = 0;
    let j = 0;
    while (i < this.#old.length || j < this.#new.length) {
      const oldStart = i;
      const newStart = j;
      while (i < this.#old.length && this.#oldKept[i] === 0) i++;
      while (j < this.#new.length && this.#newKept[j] === 0) j++;
      if (i > oldStart || j > newStart) {
        edits.push({
          oldStart: oldStart + offset,
          oldEnd: i + offset,
          newStart: newStart + offset,
          newEnd: j + offset,
        });
      }
      i++;
      j++;
    }
    return edits;
  }
}
