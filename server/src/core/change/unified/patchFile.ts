import type { FileOperation } from '#protocol/change';
import type { PatchText } from './patchText';

/** One line of a hunk: what stays, goes or comes. */
export interface PatchLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
  /** Whether `\ No newline at end of file` follows it. */
  readonly isOpen: boolean;
}

/** One hunk as read; the counts of its header are not kept, its lines say them. */
export interface PatchHunk {
  /** The line of the old file that its header names, counted from 1. */
  readonly oldStart: number;
  readonly lines: readonly PatchLine[];
  /** Where its header stands in the patch, counted from 1. */
  readonly patchLine: number;
  /** Behind its last line in the patch, counted from 0. */
  readonly end: number;
}

/** The part of a patch that is about one file. */
export interface PatchFile {
  readonly path: string;
  readonly op: FileOperation;
  /** File mode after the patch, as in `0o755`; `null` when the patch does not say. */
  readonly mode: number | null;
  /** Beginning of the blob name of the content that the patch was made from; `null` when it does not say. */
  readonly base: string | null;
  readonly hunks: readonly PatchHunk[];
  /** The patch it is a part of. */
  readonly patch: PatchText;
}
