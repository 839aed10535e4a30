import { z } from 'zod';
import { profiles } from '../policy';
import { id, listOf, method, paging } from './shapes';

/** What a session looks like from outside; `status` is computed from plans and runs. */
export const sessionView = z.object({
  id: z.string(),
  goal: z.string().nullable(),
  mode: z.enum(['normal', 'dry_run']),
  safety_profile: z.enum(profiles),
  status: z.enum([
    'pending',
    'awaiting_plan_approval',
    'awaiting_step_approval',
    'running',
    'succeeded',
    'failed',
    'denied',
    'cancelled',
  ]),
  plan_version: z.int().nullable(),
  needs_replan: z.boolean(),
  run_id: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});

/** A session as every door shows it. */
export type SessionView = z.infer<typeof sessionView>;

/** What to do next with a session, and why. */
export const explanationView = z.object({
  status: z.string(),
  needs_replan: z.boolean(),
  next_command: z.string().nullable(),
  reason: z.string(),
  plan_version: z.int().nullable(),
  plan_title: z.string().nullable(),
  pending_step_id: z.string().nullable(),
  pending_step_status: z.string().nullable(),
});

/** Advice for a session as every door shows it. */
export type ExplanationView = z.infer<typeof explanationView>;

/** Requests about sessions (GATE-01, GATE-11, GATE-30). */
export const sessionMethods = {
  'session/create': method(
    'operator',
    'POST /sessions',
    z.strictObject({
      goal: z.string().max(10_000).optional(),
      mode: z.enum(['normal', 'dry_run']).default('normal'),
      safety_profile: z.enum(profiles).optional(),
    }),
    sessionView,
  ),
  'session/list': method('viewer', 'GET /sessions', z.strictObject({ ...paging }), listOf(sessionView)),
  'session/show': method(
    'viewer',
    'GET /sessions/{session_id}',
    z.strictObject({ session_id: id }),
    sessionView,
  ),
  'session/stop': method(
    'operator',
    'POST /sessions/{session_id}/stop',
    z.strictObject({ session_id: id, reason: z.string().max(10_000).optional() }),
    z.object({ session_id: z.string(), status: z.literal('cancelled') }),
  ),
  'session/delete': method(
    'operator',
    'DELETE /sessions/{session_id}',
    z.strictObject({ session_id: id }),
    z.object({ session_id: z.string(), deleted: z.record(z.string(), z.int()) }),
  ),
  'session/explain': method(
    'viewer',
    'GET /sessions/{session_id}/explain',
    z.strictObject({ session_id: id }),
    explanationView,
  ),
};
