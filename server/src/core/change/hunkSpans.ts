import type { Edit } from './diffLines';
import { editsBetween } from './diffLines';
import { type Lines, splitLines } from './lines/lines';

/** Unchanged lines printed around a change, and the distance (twice that) within which changes are one hunk. */
export const contextLines = 3;

/** A group of edits that a unified diff prints, and a person accepts or rejects, as one hunk. */
export interface HunkSpan {
  readonly edits: readonly Edit[];
  /** Ranges from the first edit to the last, without context; counted from 0, half open. */
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** Two files cut into lines, and the hunks between them. */
export interface Comparison {
  readonly before: Lines;
  readonly after: Lines;
  readonly hunks: readonly HunkSpan[];
}

const nothing = new Uint8Array();

/**
 * The hunks between two states of a file, always the same for the same bytes, so that a hunk's index means the same
 * when it is shown and when it is applied. A creation or deletion is one hunk, even of an empty file.
 */
export function compareFiles(before: Uint8Array | null, after: Uint8Array | null): Comparison {
  const old = splitLines(before ?? nothing);
  const fresh = splitLines(after ?? nothing);
  if ((before === null) === (after === null)) {
    return { before: old, after: fresh, hunks: before === null ? [] : groupEdits(editsBetween(old, fresh)) };
  }
  const whole = { oldStart: 0, oldEnd: old.count, newStart: 0, newEnd: fresh.count };
  return { before: old, after: fresh, hunks: [{ ...whole, edits: [whole] }] };
}

/** Joins edits that are so near to each other that a unified diff prints them in one hunk. */
function groupEdits(edits: readonly Edit[]): HunkSpan[] {
  const groups: Edit[][] = [];
  for (const edit of edits) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group && last && edit.oldStart - last.oldEnd <= 2 * contextLines) group.push(edit);
    else groups.push([edit]);
  }
  return groups.flatMap((group) => {
    const first = group[0];
    const last = group.at(-1);
    if (!first || !last) return [];
    const { oldStart, newStart } = first;
    return [{ edits: group, oldStart, oldEnd: last.oldEnd, newStart, newEnd: last.newEnd }];
  });
}
