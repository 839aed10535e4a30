import type {
  ChangeFile,
  ChangeHunk,
  ChangeReview,
  ChangeStrings,
  ChangeWish,
  HunkVerdict,
} from '#protocol/views/change';

/** Which hunks are shown. */
export type StateFilter = 'all' | 'open' | 'accepted' | 'rejected' | 'commented' | 'stale';

/** What is being written: a comment at a place, or the reason of a rejection. */
export type Writing =
  | { readonly kind: 'reason' }
  | {
      readonly kind: 'comment';
      readonly file: ChangeFile;
      readonly hunk: ChangeHunk;
      readonly side: 'old' | 'new';
      readonly line: number | null;
    };

/** How a person left the view. */
export interface Kept {
  readonly path: string;
  readonly filter: StateFilter;
  readonly collapsed: readonly string[];
  readonly draft: string;
}

/** Everything the view draws from. */
export interface ChangeState {
  readonly strings: ChangeStrings;
  readonly isTrusted: boolean;
  readonly review: ChangeReview;
  readonly path: string;
  readonly filter: StateFilter;
  /** Previews whose hunks are folded away. */
  readonly collapsed: ReadonlySet<string>;
  readonly writing: Writing | null;
  readonly draft: string;
  readonly width: number;
  /** The row with the focus. */
  readonly active: number;
}

/** What every part of the view works with. */
export interface Desk {
  readonly state: ChangeState;
  readonly change: (changed: Partial<ChangeState>) => void;
  readonly say: (wish: ChangeWish) => void;
  readonly moveTo: (row: number) => void;
}

/** What was said of a hunk. */
export function verdictOf(
  { review }: Pick<ChangeState, 'review'>,
  previewId: string,
  hunk: number,
): HunkVerdict | undefined {
  return review.choices[previewId]?.[hunk];
}

/** How many hunks there are in some files, and what was said of them. */
export function countsOf(
  { review }: Pick<ChangeState, 'review'>,
  files: readonly ChangeFile[],
): { readonly hunks: number; readonly accepted: number; readonly rejected: number } {
  let hunks = 0;
  let accepted = 0;
  let rejected = 0;
  for (const file of files) {
    hunks += file.hunks.length;
    const verdicts = Object.values(review.choices[file.preview_id] ?? {});
    accepted += verdicts.filter((verdict) => verdict === 'accepted').length;
    rejected += verdicts.filter((verdict) => verdict === 'rejected').length;
  }
  return { hunks, accepted, rejected };
}

/** Whether anything may be decided now. */
export function isDecidable({ review, isTrusted }: ChangeState): boolean {
  return review.closed === null && !review.is_busy && isTrusted;
}
