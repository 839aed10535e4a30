import { z } from 'zod';
import { executorNames } from '../plan';
import { profiles } from '../policy';
import { id, json, jsonObject, listOf, method, paging, runStatus } from './shapes';

/** A run's state and how it ended. */
export const runView = z.object({
  run_id: z.string(),
  trace_id: z.string(),
  session_id: z.string(),
  plan_version: z.int(),
  plan_title: z.string(),
  plan_hash: z.string(),
  status: runStatus,
  mode: z.enum(['normal', 'dry_run']),
  profile: z.enum(profiles),
  stepping: z.enum(['auto', 'manual']),
  executor: z.enum(executorNames),
  slot_id: z.string(),
  fingerprint: z.string(),
  experimental: z.boolean(),
  /** Kept by retention whatever its age. */
  pinned: z.boolean(),
  end_reason: z.object({ code: z.string(), message: z.string() }).nullable(),
  created_at: z.string(),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
});

/** A run as every door shows it. */
export type RunView = z.infer<typeof runView>;

/** One step of a run (newest visit). */
export const stepView = z.object({
  step_id: z.string(),
  visit: z.int(),
  tool: z.string(),
  status: z.enum([
    'pending',
    'blocked',
    'ready',
    'awaiting_approval',
    'running',
    'succeeded',
    'failed',
    'timed_out',
    'cancelled',
    'interrupted',
    'skipped',
    'denied',
  ]),
  stopped: z.boolean(),
  attempts: z.int(),
  output: json,
  carried_from: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
});

/** A step run as every door shows it. */
export type StepView = z.infer<typeof stepView>;

const started = z.object({ run_id: z.string(), trace_id: z.string(), status: runView.shape.status });
const either = { session_id: id.optional(), run_id: id.optional() };

/** Requests about runs and their steps (GATE-05..11, FLOW-25, FLOW-28). */
export const runMethods = {
  'run/start': method(
    'operator',
    'POST /runs',
    z.strictObject({
      session_id: id,
      version: z.int().min(1).optional(),
      inputs: jsonObject.default({}),
      profile: z.enum(profiles).optional(),
      stepping: z.enum(['auto', 'manual']).default('auto'),
      dry_run: z.boolean().default(false),
      executor: z.enum(executorNames).optional(),
      slot: z.string().max(200).optional(),
      /** Policy of layer `cli`, in the shape of a policy file. */
      policy: jsonObject.optional(),
      /** Values for `${env.N}`; only names in `env_allow` are taken. */
      env: z.record(z.string(), z.string()).default({}),
      max_stage_retries: z.int().min(0).max(99).optional(),
      confirm_high_risk: z.boolean().default(false),
      /** Under which service name the run's spans are filed. */
      service_name: z.string().min(1).max(200).default('holdpoint'),
      parent_run_id: id.optional(),
      /** Answers when the run is over; a step that used up its attempts is ORCH_STAGE_FAILED then. */
      wait: z.boolean().default(false),
    }),
    started,
  ),
  'run/list': method(
    'viewer',
    null,
    z.strictObject({
      status: runStatus.optional(),
      session_id: id.optional(),
      fingerprint: z.string().optional(),
      ...paging,
    }),
    listOf(runView),
  ),
  'run/show': method(
    'viewer',
    'GET /runs/{run_id}',
    z.strictObject({ run_id: id.describe('a run id, a trace id, or `latest`') }),
    runView.extend({ steps: z.array(stepView), inputs: jsonObject }),
  ),
  /** Answers when the run is terminal or waits for a person, at the latest after `timeout_ms`. */
  'run/wait': method(
    'viewer',
    null,
    z.strictObject({ run_id: id, timeout_ms: z.int().min(0).max(600_000).default(30_000) }),
    runView,
  ),
  'run/cancel': method(
    'operator',
    'POST /runs/{run_id}/cancel',
    z.strictObject({ run_id: id, reason: z.string().max(10_000).optional() }),
    runView,
  ),
  'run/pause': method('operator', 'POST /runs/{run_id}/pause', z.strictObject({ run_id: id }), runView),
  'run/resume': method(
    'operator',
    'POST /runs/{run_id}/resume',
    z.strictObject({ run_id: id.describe('a run id or a trace id') }),
    started,
  ),
  'run/rerun': method('operator', 'POST /runs/{run_id}/rerun', z.strictObject({ run_id: id }), started),
  'run/report': method(
    'viewer',
    'GET /runs/{run_id}/report',
    z.strictObject({
      run_id: id,
      format: z.enum(['json', 'markdown', 'html']).default('json'),
      locale: z.enum(['en', 'ja']).default('en'),
    }),
    z.object({
      report: jsonObject,
      text: z.string(),
      failure_text: z.string().nullable(),
      diary: jsonObject.nullable(),
    }),
  ),
  /** The files of a run (§1.13): its steps' logs, numbered from 1 within the run, its summary and its cursor. */
  'projection/show': method(
    'viewer',
    null,
    z.strictObject({ run_id: id.describe('a run id, a trace id, or `latest`') }),
    z.object({ step_logs: z.array(jsonObject), phase_summary: jsonObject, phase_state: jsonObject }),
  ),
  'step/approve': method(
    'approver',
    'POST /runs/{run_id}/steps/{step_id}/approve',
    z.strictObject({
      ...either,
      step_id: id,
      reason: z.string().max(10_000).optional(),
      confirm_high_risk: z.boolean().default(false),
    }),
    z.object({ session_id: z.string(), step_id: z.string(), approved: z.literal(true) }),
  ),
  /** Puts the approval of a step into the queue before its turn, so that people can look at it; grants nothing. */
  'step/request': method(
    'operator',
    'POST /runs/{run_id}/steps/{step_id}/request',
    z.strictObject({ ...either, step_id: id }),
    z.object({
      session_id: z.string(),
      run_id: z.string(),
      step_id: z.string(),
      /** `approved`: nothing is left to ask. */
      status: z.enum(['requested', 'approved']),
      approval_id: z.string(),
    }),
  ),
  'step/reject': method(
    'approver',
    'POST /runs/{run_id}/steps/{step_id}/reject',
    z.strictObject({ ...either, step_id: id, reason: z.string().min(1).max(10_000) }),
    z.object({ session_id: z.string(), step_id: z.string(), rejected: z.literal(true) }),
  ),
  'step/execute': method(
    'operator',
    'POST /runs/{run_id}/steps/{step_id}/execute',
    z.strictObject({
      ...either,
      step_id: id,
      confirm_high_risk: z.boolean().default(false),
      wait: z.boolean().default(true),
    }),
    z.object({
      session_id: z.string(),
      step_id: z.string(),
      status: z.string(),
      run_id: z.string(),
      output: json,
      error: z.object({ code: z.string(), message: z.string() }).nullable(),
      artifacts: z.array(z.string()),
    }),
  ),
  'step/skip': method(
    'operator',
    'POST /runs/{run_id}/steps/{step_id}/skip',
    z.strictObject({ ...either, step_id: id, reason: z.string().max(10_000).optional() }),
    z.object({ session_id: z.string(), step_id: z.string(), skipped: z.literal(true) }),
  ),
};
