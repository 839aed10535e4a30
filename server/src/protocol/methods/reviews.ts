import { z } from 'zod';
import { approvalView, previewView } from './approvals';
import { digestText, id, method } from './shapes';

const side = z.enum(['old', 'new']).describe('the file as it is, or as the change would leave it');

/** What somebody said about one line of a proposed change; a comment decides nothing. */
export const commentView = z.object({
  comment_id: z.string(),
  /** The preview under review to which it belongs now; said of an earlier one when `is_earlier`. */
  preview_id: z.string(),
  is_earlier: z.boolean(),
  hunk: z.int(),
  side,
  /** Counted from 1; `null` means the whole hunk. */
  line: z.int().nullable(),
  text: z.string(),
  actor: z.string(),
  source: z.string(),
  at: z.string(),
});

/** A comment as every door shows it. */
export type CommentView = z.infer<typeof commentView>;

/** A preview as a review shows it: without its diff, but with its sizes, where it is too large to be sent or binary. */
export const reviewFileView = previewView.extend({
  diff: z.string().nullable(),
  old_bytes: z.int().nullable(),
  new_bytes: z.int().nullable(),
});

/** One file of a review. */
export type ReviewFileView = z.infer<typeof reviewFileView>;

/** Everything a person needs to review the changes that one approval is about. */
export const reviewView = approvalView.extend({
  files: z.array(reviewFileView),
  comments: z.array(commentView),
});

/** A review as every door shows it. */
export type ReviewView = z.infer<typeof reviewView>;

/** Why a side of a preview has no text to show, or `null` when it has. */
const omitted = z.enum(['missing', 'binary', 'too_large', 'gone']).nullable();

/** A preview that no longer starts from the file as it is. */
export const staleView = z.object({
  preview_id: z.string(),
  path: z.string(),
  cause: z.enum(['changed', 'missing', 'exists']),
});

/** A stale preview as every door shows it. */
export type StaleView = z.infer<typeof staleView>;

/** Requests about reviewing proposed changes file by file (§1.6, §1.7). */
export const reviewMethods = {
  'approval/review': method(
    'viewer',
    'GET /approvals/{approval_id}/review',
    z.strictObject({ approval_id: id }),
    reviewView,
  ),
  /**
   * Which previews of an approval no longer start from the files as they are, and which of its files somebody has
   * changed in an editor and not saved: while there is one, the approval cannot be granted. Changes nothing.
   */
  'approval/check': method(
    'viewer',
    'GET /approvals/{approval_id}/check',
    z.strictObject({ approval_id: id }),
    z.object({ approval_id: z.string(), stale: z.array(staleView), unsaved: z.array(z.string()) }),
  ),
  /** Leaves hunks out of several previews at once. The step asks again for what remains. */
  'approval/choose': method(
    'approver',
    'POST /approvals/{approval_id}/choose',
    z.strictObject({
      approval_id: id,
      /** The digest that was shown; refused as stale when the request's differs. */
      digest: digestText.optional(),
      choices: z
        .array(z.strictObject({ preview_id: id, reject: z.array(z.int().min(0)).min(1) }))
        .min(1)
        .max(10_000),
    }),
    z.object({
      approval_id: z.string(),
      /** All previews that are under review now, in the order of the approval; some are derived anew. */
      preview_ids: z.array(z.string()),
      derived: z.array(previewView.omit({ diff: true })),
    }),
  ),
  /** Drafts every stale preview of an approval again, on the files as they are now. The step asks again. */
  'approval/renew': method(
    'approver',
    'POST /approvals/{approval_id}/renew',
    z.strictObject({ approval_id: id }),
    z.object({ approval_id: z.string(), renewed: z.array(previewView.omit({ diff: true })) }),
  ),
  /** The text of one side of a preview, redacted; line numbers are those of the file. */
  'preview/content': method(
    'viewer',
    'GET /previews/{preview_id}/content',
    z.strictObject({
      preview_id: id,
      side: z.enum(['old', 'new']),
      /** Of the new side: what it would be without these hunks. */
      reject: z.array(z.int().min(0)).default([]),
    }),
    z.object({
      preview_id: z.string(),
      side,
      text: z.string().nullable(),
      omitted,
      bytes: z.int().nullable(),
      sha256: z.string().nullable(),
      redactions: z.int(),
    }),
  ),
  'preview/comment': method(
    'operator',
    'POST /previews/{preview_id}/comments',
    z.strictObject({
      preview_id: id,
      hunk: z.int().min(0),
      side: side.default('new'),
      line: z.int().min(1).optional(),
      text: z.string().trim().min(1).max(10_000),
    }),
    commentView,
  ),
};
