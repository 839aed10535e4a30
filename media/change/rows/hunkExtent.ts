import type { ChangeHunk } from '#protocol/views/change';
import { diffLines, linePairs } from './diffLines';

/** How much room the lines of a hunk need, found without taking them apart. */
export interface HunkExtent {
  /** Rows where lines stand below each other. */
  readonly lines: number;
  /** Rows where the two sides stand beside each other. */
  readonly pairs: number;
  /** No line is wider than so many letters; infinite where only a closer look can tell. */
  readonly columns: number;
}

const known = new WeakMap<ChangeHunk, HunkExtent>();

/** The room that a hunk needs, counted once: of thousands of hunks only those in sight are taken apart. */
export function hunkExtent(hunk: ChangeHunk): HunkExtent {
  let extent = known.get(hunk);
  if (extent === undefined) {
    extent = isUnusual(hunk) ? closeLook(hunk) : counted(hunk);
    known.set(hunk, extent);
  }
  return extent;
}

/** Letters of other widths, or a remark about the end of a file. */
function isUnusual({ lines }: ChangeHunk): boolean {
  return /[^\n\u0020-\u007e]|^\\/m.test(lines);
}

function closeLook(hunk: ChangeHunk): HunkExtent {
  return {
    lines: diffLines(hunk).length,
    pairs: linePairs(hunk).length,
    columns: Number.POSITIVE_INFINITY,
  };
}

const plus = 43;
const minus = 45;

function counted({ line_count, lines: text }: ChangeHunk): HunkExtent {
  let lines = 0;
  let pairs = 0;
  let added = 0;
  let removed = 0;
  let columns = 0;
  for (let at = 0; line_count > 0 && at <= text.length; ) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    const sign = text.charCodeAt(at);
    columns = Math.max(columns, end - at - 1);
    lines += 1;
    if (sign === plus) {
      added += 1;
    } else if (sign === minus) {
      removed += 1;
    } else {
      pairs += Math.max(added, removed) + 1;
      added = 0;
      removed = 0;
    }
    at = end + 1;
  }
  return { lines, pairs: pairs + Math.max(added, removed), columns };
}
