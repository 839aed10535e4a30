import { z } from 'zod';
import { previewDocument } from '../change';
import { digestText, id, jsonObject, listOf, method, paging } from './shapes';

/** A preview with its diff, as shown to whoever must decide. */
export const previewView = previewDocument.extend({
  run_id: z.string(),
  step_id: z.string(),
  status: z.enum(['recorded', 'approved', 'applied', 'rejected', 'stale', 'superseded']),
  derived_from: z.string().nullable(),
});

/** A preview as every door shows it. */
export type PreviewView = z.infer<typeof previewView>;

/** One entry of the queue; `shown` is everything its digest covers, never cut. */
export const approvalView = z.object({
  approval_id: z.string(),
  subject_type: z.enum(['plan', 'step', 'preview', 'rollback', 'decision']),
  subject_id: z.string(),
  session_id: z.string(),
  run_id: z.string().nullable(),
  step_id: z.string().nullable(),
  digest: digestText,
  status: z.enum(['requested', 'granted', 'rejected', 'expired', 'superseded', 'consumed', 'revoked']),
  required: z.int(),
  votes: z.array(
    z.object({ actor: z.string(), source: z.string(), at: z.string(), reason: z.string().nullable() }),
  ),
  actor: z.string().nullable(),
  source: z.string().nullable(),
  reason: z.string().nullable(),
  preview_ids: z.array(z.string()),
  shown: jsonObject,
  created_at: z.string(),
  decided_at: z.string().nullable(),
  expires_at: z.string().nullable(),
  consumed_at: z.string().nullable(),
});

/** An approval as every door shows it. */
export type ApprovalView = z.infer<typeof approvalView>;

/** Requests about the one queue of approvals and its previews (§1.6, §1.7). */
export const approvalMethods = {
  'approval/list': method(
    'viewer',
    'GET /approvals',
    z.strictObject({
      state: z
        .enum(['requested', 'granted', 'rejected', 'expired', 'superseded', 'consumed', 'revoked'])
        .optional(),
      session_id: id.optional(),
      run_id: id.optional(),
      ...paging,
    }),
    listOf(approvalView),
  ),
  'approval/show': method(
    'viewer',
    'GET /approvals/{approval_id}',
    z.strictObject({ approval_id: id }),
    approvalView.extend({ previews: z.array(previewView) }),
  ),
  'approval/grant': method(
    'approver',
    'POST /approvals/{approval_id}/grant',
    z.strictObject({
      approval_id: id,
      /** The digest that was shown; refused as stale when the request's differs. */
      digest: digestText.optional(),
      reason: z.string().max(10_000).optional(),
      confirm_high_risk: z.boolean().default(false),
    }),
    approvalView,
  ),
  'approval/reject': method(
    'approver',
    'POST /approvals/{approval_id}/reject',
    z.strictObject({ approval_id: id, reason: z.string().min(1).max(10_000) }),
    approvalView,
  ),
  'preview/show': method(
    'viewer',
    'GET /previews/{preview_id}',
    z.strictObject({ preview_id: id }),
    previewView,
  ),
  'preview/hunks': method(
    'approver',
    'POST /previews/{preview_id}/hunks',
    z.strictObject({
      preview_id: id,
      accept: z.array(z.int().min(0)).default([]),
      reject: z.array(z.int().min(0)).default([]),
      comments: z
        .array(
          z.strictObject({
            hunk: z.int().min(0),
            line: z.int().min(1).optional(),
            text: z.string().max(10_000),
          }),
        )
        .default([]),
    }),
    previewView,
  ),
};
