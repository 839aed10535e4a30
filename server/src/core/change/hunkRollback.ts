import type { WriteRow } from '#protocol/rows';
import { applyHunks } from './applyHunks';
import { compareFiles } from './hunkSpans';
import { type Refusal, sha256Hex } from './preview';
import type { RollbackConflict } from './rollback';

/** One write with its bytes, and the hunks of it to take back. */
export interface HunkRollbackQuestion {
  readonly write: WriteRow;
  /** Indexes as in the preview of the write. */
  readonly hunks: readonly number[];
  /** The bytes that the write found and left. */
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
  /** The bytes of the file now. */
  readonly current: Uint8Array | null;
}

/** The file without the hunks: the bytes to write over exactly `expected_sha`. */
export interface HunkRollback {
  readonly path: string;
  readonly restored: Uint8Array | null;
  readonly restore_sha: string | null;
  readonly restore_mode: number | null;
  readonly expected_sha: string | null;
}

/**
 * Takes single hunks of a write back, every other byte staying as it is. That needs the file to be exactly as the
 * write left it; otherwise it is a conflict and nothing is decided.
 */
export function decideHunkRollback(
  question: HunkRollbackQuestion,
): HunkRollback | (Refusal & { readonly conflict: RollbackConflict | null }) {
  const { write, hunks, before, after, current } = question;
  const expected = current === null ? null : sha256Hex(current);
  if (expected !== write.after_sha) {
    return { problem: `${write.path} is not as the write left it`, conflict: 'changed_since' };
  }
  const count = compareFiles(before, after).hunks.length;
  const unknown = hunks.find((hunk) => !Number.isInteger(hunk) || hunk < 0 || hunk >= count);
  if (unknown !== undefined || hunks.length === 0) {
    return { problem: `${write.path} has hunks 0 to ${count - 1}, not ${unknown ?? 'none'}`, conflict: null };
  }
  const kept = Array.from({ length: count }, (_, index) => index).filter((index) => !hunks.includes(index));
  const restored = applyHunks(before, after, kept);
  const mode = kept.length === 0 ? write.before_mode : write.after_mode;
  return {
    path: write.path,
    restored,
    restore_sha: restored === null ? null : sha256Hex(restored),
    restore_mode: current !== null && mode === write.after_mode ? null : mode,
    expected_sha: expected,
  };
}
