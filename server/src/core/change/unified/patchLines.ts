import type { Lines } from '../lines/lines';
import type { PatchHunk } from './patchFile';

/** How many lines each side of a hunk has. */
export interface SideCounts {
  readonly old: number;
  readonly fresh: number;
}

/** The sign of the lines that are not of a side. */
export const othersOf = { old: 43, fresh: 45 } as const;

const lineFeed = 10;
const space = 32;

/**
 * Counts the lines of a hunk by their signs; undefined where one needs more thought: CR alone, or the remark that there
 * is no newline.
 */
export function sideCounts({ bytes, starts }: Lines, { patchLine, end }: PatchHunk): SideCounts | undefined {
  let old = 0;
  let fresh = 0;
  for (let line = patchLine; line < end; line += 1) {
    const sign = bytes[starts[line] ?? 0];
    if (sign === othersOf.old) fresh += 1;
    else if (sign === othersOf.fresh) old += 1;
    else if (sign === space || sign === lineFeed) {
      old += 1;
      fresh += 1;
    } else return undefined;
  }
  return { old, fresh };
}

/** Whether a file holds the lines of a hunk but `others`, and no parts of lines, from one of its lines on. */
export function isAt(patch: Lines, hunk: PatchHunk, others: number, body: Lines, place: number): boolean {
  const { bytes, starts } = patch;
  let at = place;
  for (let line = hunk.patchLine; line < hunk.end && at >= 0; line += 1) {
    const start = starts[line] ?? 0;
    const sign = bytes[start];
    if (sign === others) continue;
    if (!isLineAt(patch, sign === lineFeed ? start : start + 1, starts[line + 1] ?? 0, body, at))
      return false;
    at += 1;
  }
  return at >= 0;
}

function isLineAt(patch: Lines, start: number, end: number, body: Lines, line: number): boolean {
  if (line >= body.count) return false;
  const bodyStart = body.starts[line] ?? 0;
  const isLong = (body.starts[line + 1] ?? 0) - bodyStart === end - start;
  return isLong && isSame(patch.words, start, body.words, bodyStart, end - start);
}

function isSame(
  left: DataView,
  leftStart: number,
  right: DataView,
  rightStart: number,
  size: number,
): boolean {
  let at = 0;
  for (; at + 4 <= size; at += 4)
    if (left.getInt32(leftStart + at) !== right.getInt32(rightStart + at)) return false;
  for (; at < size; at += 1)
    if (left.getUint8(leftStart + at) !== right.getUint8(rightStart + at)) return false;
  return true;
}

/** Writes the new side of a hunk; answers where it ends. */
export function writeFresh(patch: Lines, hunk: PatchHunk, target: DataView, place: number): number {
  const { bytes, starts, words } = patch;
  let at = place;
  for (let line = hunk.patchLine; line < hunk.end; line += 1) {
    let from = starts[line] ?? 0;
    if (bytes[from] === othersOf.fresh) continue;
    from += bytes[from] === lineFeed ? 0 : 1;
    const end = starts[line + 1] ?? 0;
    for (; from + 4 <= end; from += 4, at += 4) target.setInt32(at, words.getInt32(from));
    for (; from < end; from += 1, at += 1) target.setUint8(at, words.getUint8(from));
  }
  return at;
}
