import type { ChangeComment, ChangeFile, ChangeHunk } from '#protocol/views/change';
import type { DiffLine, LinePair } from './diffLines';

/** One row of the list. */
export type ChangeRow =
  | { readonly kind: 'file'; readonly file: ChangeFile }
  | { readonly kind: 'hunk'; readonly file: ChangeFile; readonly hunk: ChangeHunk }
  | { readonly kind: 'line'; readonly file: ChangeFile; readonly hunk: ChangeHunk; readonly line: DiffLine }
  | { readonly kind: 'pair'; readonly file: ChangeFile; readonly hunk: ChangeHunk; readonly pair: LinePair }
  | {
      readonly kind: 'comment';
      readonly file: ChangeFile;
      readonly hunk: ChangeHunk;
      readonly comment: ChangeComment;
    };
