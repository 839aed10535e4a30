import { z } from 'zod';
import { digestText, id, json, jsonObject, listOf, method, paging, problem } from './shapes';

/** What a plan would touch and ask before it is approved (§1.6). */
export const blastRadius = z.object({
  files: z.array(z.string()),
  commands: z.array(z.string()),
  hosts: z.array(z.string()),
  steps: z.array(
    z.object({
      step_id: z.string(),
      tool: z.string(),
      effect: z.string(),
      risk: z.enum(['low', 'medium', 'high']),
      verdict: z.enum(['allow', 'ask', 'deny']),
      rule_id: z.string(),
      location: z.string(),
      reason: z.string(),
      asks: z.boolean(),
    }),
  ),
  expected_prompts: z.int(),
  irreversible: z.array(z.string()),
  past_runs: z.int(),
  past_duration_ms: z.number().nullable(),
  past_cost_usd: z.number().nullable(),
});

/** The consequences of approving a plan. */
export type BlastRadius = z.infer<typeof blastRadius>;

/** One stored plan version. */
export const planView = z.object({
  session_id: z.string(),
  version: z.int(),
  title: z.string(),
  hash: digestText,
  status: z.enum(['draft', 'validated', 'approved', 'rejected', 'revoked', 'superseded']),
  created_by: z.string(),
  created_at: z.string(),
  plan: jsonObject,
});

/** A plan version as every door shows it. */
export type PlanView = z.infer<typeof planView>;

const target = { session_id: id, version: z.int().min(1) };
const text = z.string().max(16 * 1024 * 1024);

/** Which steps two versions share and in what the others differ. */
export const planDifference = z.object({
  from: z.int(),
  to: z.int(),
  added: z.array(z.string()),
  removed: z.array(z.string()),
  changed: z.array(z.object({ step_id: z.string(), fields: z.array(z.string()) })),
  unchanged: z.array(z.string()),
  carried: z.array(z.string()),
  plan_fields: z.array(z.string()),
});

/** What a plan is drafted from. */
export const planDraft = z.strictObject({
  goal: z.string().trim().min(1).max(10_000).describe('what shall be true when the plan is done'),
  title: z.string().trim().min(1).max(200).optional().describe('a few words; the goal without it'),
  read: z.array(z.string().min(1)).max(100).default([]).describe('files to read first, below the workspace'),
  write: z
    .array(z.strictObject({ path: z.string().min(1), content: z.string() }))
    .max(100)
    .default([])
    .describe('files with their whole new content; each is drafted, shown and only then written'),
  verify: z
    .array(z.string().min(1))
    .max(100)
    .default([])
    .describe('a command that shows that the goal is met, as argv'),
});

/** A goal, and what is known of the way to it. */
export type PlanDraft = z.output<typeof planDraft>;

/** What checking a plan says. */
const planCheck = z.object({
  ok: z.boolean(),
  format: z.string(),
  title: z.string().nullable(),
  hash: z.string().nullable(),
  step_count: z.int(),
  errors: z.array(problem),
  warnings: z.array(problem),
  blast_radius: blastRadius.nullable(),
});

/** Requests about plan versions (GATE-02..04, GATE-10). */
export const planMethods = {
  'plan/validate': method(
    'viewer',
    'POST /plans/validate',
    z.strictObject({ text, file_name: z.string().default('plan.yaml') }),
    planCheck,
  ),
  /** A plan to start from, checked; stores nothing. */
  'plan/draft': method(
    'viewer',
    'POST /plans/draft',
    planDraft,
    z.object({ text: z.string(), check: planCheck }),
  ),
  'plan/import': method(
    'operator',
    'POST /sessions/{session_id}/plans/import',
    z.strictObject({
      session_id: id,
      text: text.optional(),
      /** A plan already parsed into JSON, as HTTP callers send it. */
      plan: jsonObject.optional(),
      file_name: z.string().default('plan.yaml'),
      version: z.int().min(1).optional(),
    }),
    z.object({
      session_id: z.string(),
      version: z.int(),
      status: z.string(),
      hash: digestText,
      /** False when equal content was imported before and nothing changed. */
      created: z.boolean(),
      warnings: z.array(problem),
      carried: z.array(z.string()),
      blast_radius: blastRadius,
    }),
  ),
  'plan/list': method(
    'viewer',
    'GET /sessions/{session_id}/plans',
    z.strictObject({ session_id: id, ...paging }),
    listOf(planView),
  ),
  'plan/show': method(
    'viewer',
    'GET /sessions/{session_id}/plans/{version}',
    z.strictObject(target),
    planView.extend({ warnings: z.array(problem), blast_radius: blastRadius, effective_policy: json }),
  ),
  'plan/diff': method(
    'viewer',
    'GET /sessions/{session_id}/plans/{from}/diff/{to}',
    z.strictObject({ session_id: id, from: z.int().min(1), to: z.int().min(1) }),
    planDifference,
  ),
  'plan/approve': method(
    'approver',
    'POST /sessions/{session_id}/plans/{version}/approve',
    z.strictObject({
      ...target,
      approved_by: z.string().max(200).default('system'),
      source: z.string().max(50).default('api'),
      /** The hash that was shown; refused as stale when the stored one differs. */
      hash: digestText.optional(),
      /** `remaining`: the plan's approval also covers its steps while their digests hold (not in strict). */
      scope: z.enum(['plan', 'remaining']).default('plan'),
    }),
    z.object({ session_id: z.string(), version: z.int(), approved: z.boolean() }),
  ),
  /** Puts the approval of a plan into the queue where none waits: the one before has expired or fits no longer. */
  'plan/request': method(
    'operator',
    'POST /sessions/{session_id}/plans/{version}/request',
    z.strictObject(target),
    z.object({
      session_id: z.string(),
      version: z.int(),
      /** `approved`: nothing is left to ask. */
      status: z.enum(['requested', 'approved']),
      approval_id: z.string().nullable(),
    }),
  ),
  'plan/reject': method(
    'approver',
    'POST /sessions/{session_id}/plans/{version}/reject',
    z.strictObject({ ...target, reason: z.string().min(1).max(10_000) }),
    z.object({ session_id: z.string(), version: z.int(), rejected: z.literal(true) }),
  ),
  'plan/revoke': method(
    'approver',
    'POST /sessions/{session_id}/plans/{version}/revoke',
    z.strictObject({ ...target, reason: z.string().max(10_000).optional() }),
    z.object({ session_id: z.string(), version: z.int(), revoked: z.literal(true) }),
  ),
};
