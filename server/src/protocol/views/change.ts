import { z } from 'zod';

/** What the change review is about. */
export const changeTarget = z.strictObject({ approval_id: z.string().max(200) });

/** One of {@link changeTarget}. */
export type ChangeTarget = z.infer<typeof changeTarget>;

/** What cannot be seen in the lines of a hunk, and is therefore said in words. */
export type HunkTrait =
  | 'white_space_only'
  | 'to_crlf'
  | 'to_lf'
  | 'final_newline_added'
  | 'final_newline_removed'
  | 'bom_added'
  | 'bom_removed'
  | 'trailing_white_space';

/** One hunk with the lines of its diff, signs included, joined by line feeds. */
export interface ChangeHunk {
  readonly index: number;
  readonly old_start: number;
  readonly new_start: number;
  readonly lines: string;
  readonly line_count: number;
  readonly added: number;
  readonly removed: number;
  readonly traits: readonly HunkTrait[];
}

/** Why a file's lines are not drawn. */
export type Undrawn = 'binary' | 'too_large' | 'masked' | 'empty';

/** One file of a review. */
export interface ChangeFile {
  readonly preview_id: string;
  readonly path: string;
  readonly op: 'create' | 'modify' | 'delete';
  readonly status: string;
  readonly eol: 'lf' | 'crlf' | 'mixed' | 'none';
  readonly bom: boolean;
  readonly mode: number | null;
  readonly redactions: number;
  readonly old_bytes: number | null;
  readonly new_bytes: number | null;
  readonly hunks: readonly ChangeHunk[];
  /** `null` when the hunks are there to be drawn. */
  readonly undrawn: Undrawn | null;
}

/** What a person has said of a hunk so far; a hunk of which nothing was said stays in. */
export type HunkVerdict = 'accepted' | 'rejected';

/** What was said of hunks, by preview and index. */
export type ChangeChoices = Readonly<Record<string, Readonly<Record<number, HunkVerdict>>>>;

/** A comment as the view draws it. */
export interface ChangeComment {
  readonly comment_id: string;
  readonly preview_id: string;
  readonly is_earlier: boolean;
  readonly hunk: number;
  readonly side: 'old' | 'new';
  readonly line: number | null;
  readonly text: string;
  readonly actor: string;
  readonly at: string;
}

/** The approval that the review decides about. */
export interface ChangeApproval {
  readonly approval_id: string;
  readonly title: string;
  readonly step_id: string | null;
  readonly risk: string | null;
  readonly reason: string | null;
  readonly required: number;
  readonly vote_count: number;
  readonly expires_at: string | null;
}

/** Everything the view draws. */
export interface ChangeReview {
  readonly approval: ChangeApproval;
  readonly files: readonly ChangeFile[];
  readonly choices: ChangeChoices;
  readonly comments: readonly ChangeComment[];
  /** Why a file's change no longer fits the file, by preview. */
  readonly stale: Readonly<Record<string, 'changed' | 'missing' | 'exists'>>;
  /** What became of the review, in words, when it can no longer be decided. */
  readonly closed: string | null;
  readonly is_busy: boolean;
}

/** What the view is told. */
export type ChangeNews =
  | { readonly type: 'review'; readonly review: ChangeReview }
  | ({ readonly type: 'state' } & Omit<ChangeReview, 'approval' | 'files'>)
  | { readonly type: 'reveal'; readonly preview_id: string; readonly hunk: number };

const preview_id = z.string().max(200);
const hunk = z.int().min(0);
const verdict = z.enum(['accepted', 'rejected', 'open']);

/** What the view asks for. */
export const changeWish = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('choose'),
    preview_ids: z.array(preview_id).max(100_000),
    /** Of one preview: only these hunks; otherwise all. */
    hunks: z.array(hunk).nullable(),
    verdict,
  }),
  z.strictObject({
    type: z.literal('comment'),
    preview_id,
    hunk,
    side: z.enum(['old', 'new']),
    line: z.int().min(1).nullable(),
    text: z.string().max(10_000),
  }),
  z.strictObject({ type: z.literal('approve') }),
  z.strictObject({ type: z.literal('reject'), reason: z.string().max(10_000) }),
  z.strictObject({ type: z.literal('open'), preview_id, hunk: hunk.nullable() }),
  z.strictObject({ type: z.literal('renew') }),
]);

/** One of {@link changeWish}. */
export type ChangeWish = z.infer<typeof changeWish>;

/** What the change review says. */
export type ChangeWord =
  | 'accept'
  | 'accepted'
  | 'reject'
  | 'rejected'
  | 'acceptFile'
  | 'rejectFile'
  | 'acceptAll'
  | 'openDiff'
  | 'comment'
  | 'commentOn'
  | 'commentHint'
  | 'send'
  | 'cancel'
  | 'approve'
  | 'approveSome'
  | 'rejectWhole'
  | 'rejectTitle'
  | 'reasonHint'
  | 'filter'
  | 'state'
  | 'stateAll'
  | 'stateOpen'
  | 'stateAccepted'
  | 'stateRejected'
  | 'stateCommented'
  | 'stateStale'
  | 'files'
  | 'hunks'
  | 'counts'
  | 'noMatch'
  | 'hunkOf'
  | 'linesOf'
  | 'create'
  | 'modify'
  | 'delete'
  | 'crlf'
  | 'mixed'
  | 'bom'
  | 'mode'
  | 'noNewline'
  | 'binary'
  | 'tooLarge'
  | 'masked'
  | 'empty'
  | 'bytes'
  | 'missing'
  | 'redactions'
  | 'stale'
  | 'staleChanged'
  | 'staleMissing'
  | 'staleExists'
  | 'renew'
  | 'busy'
  | 'untrusted'
  | 'votes'
  | 'risk'
  | 'keys'
  | 'earlier'
  | 'whiteSpaceOnly'
  | 'toCrlf'
  | 'toLf'
  | 'finalNewlineAdded'
  | 'finalNewlineRemoved'
  | 'bomAdded'
  | 'bomRemoved'
  | 'trailingWhiteSpace'
  | 'added'
  | 'removed'
  | 'review'
  | 'loading';

/** Every text of the change review; `{0}` stands for a value. */
export type ChangeStrings = Readonly<Record<ChangeWord, string>>;
