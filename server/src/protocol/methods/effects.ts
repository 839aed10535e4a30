import { z } from 'zod';
import { id, jsonObject, listOf, method, paging } from './shapes';

/** What a run did or wanted to do, and by whose leave. */
export const runEffects = z.object({
  run_id: z.string(),
  effects: z.array(
    z.object({
      step_id: z.string().nullable(),
      tool: z.string(),
      effect: z.string(),
      /** Paths, hosts and commands that the call named. */
      names: z.array(z.string()),
      verdict: z.enum(['allow', 'ask', 'deny']),
      rule_id: z.string(),
      location: z.string(),
      reason: z.string(),
      at: z.string(),
      /** The approval under which it ran, when it needed one. */
      approval: z
        .object({
          approval_id: z.string(),
          subject_type: z.string(),
          actor: z.string().nullable(),
          source: z.string().nullable(),
          at: z.string().nullable(),
        })
        .nullable(),
    }),
  ),
  files: z.array(
    z.object({
      path: z.string(),
      op: z.enum(['create', 'modify', 'delete']),
      step_id: z.string().nullable(),
      preview_id: z.string().nullable(),
      is_undone: z.boolean(),
    }),
  ),
  checks: z.array(
    z.object({ scope: z.string(), name: z.string(), passed: z.boolean(), details: z.string() }),
  ),
});

/** The effects of a run as every door shows them. */
export type RunEffects = z.infer<typeof runEffects>;

/** A working tree that is lent to one run at a time. */
const slotView = z.object({
  id: z.string(),
  repo: z.string(),
  path: z.string(),
  kind: z.enum(['worktree', 'scratch', 'in_place']),
  state: z.enum(['available', 'allocated', 'cleaning', 'error']),
  run_id: z.string().nullable(),
  branch: z.string().nullable(),
  commit_sha: z.string().nullable(),
  lease_until: z.string().nullable(),
  allocations: z.int(),
  metadata: jsonObject,
  created_at: z.string(),
  updated_at: z.string(),
});

/** Requests about what a run has done to the world, and where. */
export const effectMethods = {
  'run/effects': method(
    'viewer',
    'GET /runs/{run_id}/effects',
    z.strictObject({ run_id: id.describe('a run id, a trace id, or `latest`') }),
    runEffects,
  ),
  'run/checks': method(
    'viewer',
    'GET /runs/{run_id}/checks',
    z.strictObject({ run_id: id.describe('a run id, a trace id, or `latest`'), ...paging }),
    listOf(
      z.object({
        name: z.string(),
        passed: z.boolean(),
        details: z.string(),
        scope: z.string(),
        created_at: z.string(),
      }),
    ),
  ),
  /** The working trees that are lent to runs. */
  'slot/list': method('viewer', 'GET /slots', z.strictObject({ ...paging }), listOf(slotView)),
};
