import { z } from 'zod';
import { id, json, jsonObject, listOf, method, paging, problem } from './shapes';

const stage = z.object({
  stage: z.string(),
  verdict: z.enum(['allow', 'ask', 'deny']).nullable(),
  rule_id: z.string().nullable(),
  location: z.string().nullable(),
  reason: z.string(),
});

/** One file of a rollback: what it would become, or why it is left alone. */
export const rollbackFile = z.object({
  path: z.string(),
  action: z.enum(['restore', 'delete', 'keep']),
  expected_sha256: z.string().nullable(),
  restore_sha256: z.string().nullable(),
  conflict: z.string().nullable(),
});

/** A rollback that waits for approval or was performed; where nothing is to be put back, nobody is asked and it has no id. */
export const rollbackView = z.object({
  rollback_id: z.string().nullable(),
  approval_id: z.string().nullable(),
  target: z.string(),
  /** Of the checkpoint that is gone back to. */
  hash: z.string().nullable(),
  status: z.enum(['awaiting_approval', 'done', 'nothing']),
  /** Whether the approval was open already, asked for by somebody before: it is theirs to withdraw. */
  joined: z.boolean(),
  files: z.array(rollbackFile),
  conflicts: z.array(rollbackFile),
  safety_checkpoint_id: z.string().nullable(),
  verify: z.object({ passed: z.boolean(), details: z.string() }).nullable(),
});

/** A rollback as every door shows it. */
export type RollbackView = z.infer<typeof rollbackView>;

/** A checkpoint without its bytes. */
export const checkpointView = z.object({
  checkpoint_id: z.string(),
  name: z.string(),
  run_id: z.string().nullable(),
  hash: z.string(),
  git_ref: z.string().nullable(),
  tree_sha: z.string().nullable(),
  head_sha: z.string().nullable(),
  files: z.int(),
  left_out: z.array(z.string()),
  created_by: z.string(),
  created_at: z.string(),
});

/** Requests about policy, checkpoints, rollback and the server itself. */
export const governanceMethods = {
  'policy/effective': method(
    'viewer',
    'GET /policy/effective',
    z.strictObject({ session_id: id.optional(), profile: z.string().optional() }),
    z.object({
      version: z.string(),
      profile: z.string(),
      policy: json,
      origins: jsonObject,
      problems: z.array(problem),
    }),
  ),
  'policy/lint': method(
    'viewer',
    null,
    z.strictObject({ text: z.string().optional(), file_name: z.string().optional() }),
    z.object({
      ok: z.boolean(),
      errors: z.array(problem),
      warnings: z.array(problem),
      files: z.array(z.string()),
    }),
  ),
  'policy/explain': method(
    'viewer',
    'POST /policy/explain',
    z.strictObject({
      step_id: id,
      session_id: id.optional(),
      text: z.string().optional(),
      file_name: z.string().default('plan.yaml'),
      profile: z.string().optional(),
    }),
    z.object({
      step_id: z.string(),
      tool: z.string(),
      verdict: z.string(),
      rule_id: z.string(),
      location: z.string(),
      reason: z.string(),
      stages: z.array(stage),
    }),
  ),
  'policy/simulate': method(
    'viewer',
    'POST /policy/simulate',
    z.strictObject({
      text: z.string(),
      file_name: z.string().default('holdpoint.policy.yaml'),
      last: z.int().min(1).max(10_000).default(200),
    }),
    z.object({
      runs: z.int(),
      decisions: z.int(),
      changed: z.array(
        z.object({
          decision_id: z.string(),
          run_id: z.string().nullable(),
          step_id: z.string().nullable(),
          tool: z.string(),
          before: z.string(),
          after: z.string(),
          rule_id: z.string(),
          location: z.string(),
          reason: z.string(),
        }),
      ),
    }),
  ),
  'checkpoint/create': method(
    'operator',
    'POST /checkpoints',
    z.strictObject({
      name: z.string().min(1).max(200),
      commit: z.boolean().default(false),
      paths: z.array(z.string()).default([]),
    }),
    checkpointView,
  ),
  'checkpoint/list': method(
    'viewer',
    'GET /checkpoints',
    z.strictObject({ ...paging }),
    listOf(checkpointView),
  ),
  /** Works out the exact file list and puts it into the queue; nothing changes before it is approved. */
  'rollback/prepare': method(
    'operator',
    'POST /rollback',
    z.strictObject({
      target: z.string().min(1).describe('checkpoint id, name, commit hash, or run id'),
      step_id: id.optional(),
      paths: z.array(z.string()).default([]),
      hunks: z.array(z.strictObject({ path: z.string(), index: z.int().min(0) })).default([]),
      with_dependants: z.boolean().default(false),
      include: z.array(z.string()).default([]),
    }),
    rollbackView,
  ),
  /** Performs an approved rollback: safety checkpoint first, then only files that still hold what was recorded. */
  'rollback/apply': method(
    'operator',
    'POST /rollback/{approval_id}/apply',
    z.strictObject({ approval_id: id }),
    rollbackView,
  ),
  'server/status': method(
    'viewer',
    'GET /health/details',
    z.strictObject({}),
    z.object({
      status: z.enum(['ok', 'degraded']),
      version: z.string(),
      pid: z.int(),
      root: z.string(),
      uptime_seconds: z.number(),
      clients: z.int(),
      active_runs: z.int(),
      pending_approvals: z.int(),
      /** Faults of tracers since this server started. */
      tracer_faults: z.int(),
      store: z.object({
        schema_version: z.int(),
        /** What the store takes on the disk, and what of it holds rows. */
        bytes: z.int(),
        used_bytes: z.int(),
        read_only_reason: z.string().nullable(),
      }),
    }),
  ),
  /** Whether the server can work, and what it leans on (RUN-28); answered even when the store does not. */
  'server/health': method(
    'viewer',
    null,
    z.strictObject({}),
    z.object({
      is_ready: z.boolean(),
      /** When what is not the store was looked at; at most half a minute ago. */
      checked_at: z.string(),
      services: z.array(
        z.object({ name: z.string(), state: z.enum(['ok', 'read_only', 'degraded', 'none', 'down']) }),
      ),
    }),
  ),
  /** Tells that a tracer of a client failed beside a run, so that the loss of its trace shows (FLOW-24). */
  'tracer/report': method(
    'operator',
    null,
    z.strictObject({
      run_id: id,
      tracer: z.enum(['console', 'sqlite', 'otel']),
      faults: z.int().min(1).max(1_000_000),
    }),
    z.object({ tracer_faults: z.int() }),
  ),
  'server/stop': method('operator', null, z.strictObject({}), z.object({ stopping: z.literal(true) })),
};
