import { z } from 'zod';
import { exportKinds, runFileNames } from '../../runFiles';
import { id, jsonObject, listOf, method, paging, runStatus } from '../shapes';

/** One run as the list of runs shows it (LOG-10); what is not known is null. */
export const runIndexEntry = z.object({
  run_id: z.string(),
  run_dir: z.string().nullable(),
  created_at_utc: z.string(),
  status: z.string(),
  termination_reason: z.string().nullable(),
  fingerprint: z.string().nullable(),
  stage_retry_count: z.int(),
  stage_failure_count: z.int(),
  max_stage_attempts: z.int(),
  report_gate_pass: z.boolean().nullable(),
  eval_pass: z.boolean().nullable(),
  plan_hash: z.string().nullable(),
  experimental: z.boolean().nullable(),
});

/** The summary of a run's log (LOG-01). */
export const runlogSummary = z.object({
  row_counts: z.record(z.string(), z.int()),
  stage: z.object({ retry_count: z.int(), failure_count: z.int(), max_attempts: z.int() }),
  corrupt_rows: z.int(),
});

/** Whether a run's log is whole and in order (LOG-16). */
export const evaluation = z.object({
  schema_version: z.literal('eval.v1'),
  metric_set: z.enum(['v1']),
  run_id: z.string(),
  pass_fail: z.boolean(),
  checks: z.array(z.object({ name: z.string(), passed: z.boolean(), details: z.string() })),
  metrics: z.object({ stage_trace_coverage_rate: z.number() }),
});

/** A file of an export: its path below the folder of the export, and its bytes. */
export const exportedFile = z.object({ path: z.string(), media_type: z.string(), base64: z.string() });

const anyRun = id.describe('a run id, a trace id, or `latest`');

/** Requests for what is derived from the record of runs: lists, logs, judgements. */
export const projectionMethods = {
  /** Runs newest first, from indexed columns (LOG-10). */
  'run/index': method(
    'viewer',
    'GET /runs',
    z.strictObject({
      status: runStatus.optional(),
      plan: z.string().max(128).optional().describe('a plan hash or a plan id'),
      session_id: id.optional(),
      fingerprint: z.string().max(128).optional(),
      since: z.string().max(64).optional().describe('a time such as 2026-01-31T00:00:00Z'),
      ...paging,
    }),
    listOf(runIndexEntry),
  ),
  'run/runlog': method(
    'viewer',
    'GET /runs/{run_id}/runlog',
    z.strictObject({
      run_id: anyRun,
      type: z.string().min(1).max(128).optional(),
      ...paging,
      limit: z.int().min(1).max(500).default(500),
    }),
    z.object({
      run_id: z.string(),
      count: z.int(),
      total: z.int(),
      limit: z.int(),
      offset: z.int(),
      rows: z.array(jsonObject),
      summary: runlogSummary,
    }),
  ),
  'run/eval': method(
    'viewer',
    'GET /runs/{run_id}/eval',
    z.strictObject({ run_id: anyRun.default('latest'), metric_set: z.enum(['v1']).default('v1') }),
    evaluation,
  ),
  /** The last failed runs as diary entries, newest first, and as Markdown (FLOW-28). */
  'report/failures': method(
    'viewer',
    null,
    z.strictObject({ ...paging, limit: z.int().min(1).max(500).default(10) }),
    listOf(jsonObject).extend({ text: z.string() }),
  ),
  /** The files of one kind that are derived from a run, redacted; whoever asks writes them. */
  'run/export': method(
    'viewer',
    null,
    z.strictObject({
      run_id: anyRun,
      kind: z.enum(exportKinds),
      locale: z.enum(['en', 'ja']).default('en'),
      /** What an incident bundle says of the machine of whoever asks. */
      environment: z.record(z.string().max(100), z.string().max(1000)).default({}),
    }),
    z.object({
      run_id: z.string(),
      kind: z.enum(exportKinds),
      folder: z.string(),
      files: z.array(exportedFile),
    }),
  ),
  /** Takes a run directory into the record (LOG-09); `files` are the texts of its files by name. */
  'run/import': method(
    'operator',
    null,
    z.strictObject({
      name: id.describe('the name of the directory'),
      files: z.partialRecord(z.enum(runFileNames), z.string()),
    }),
    z.object({
      run_id: z.string(),
      session_id: z.string(),
      trace_id: z.string(),
      status: z.string(),
      rows: z.int(),
      corrupt_rows: z.int(),
      warnings: z.array(z.string()),
    }),
  ),
  /** The SummaryFile of a run, as JSON and in one line (§1.13). */
  'run/summary': method(
    'viewer',
    'GET /runs/{run_id}/summary',
    z.strictObject({ run_id: anyRun }),
    z.object({ summary: jsonObject, text: z.string() }),
  ),
  /** `graph_node_trace.v1` (LOG-07). */
  'run/graph': method('viewer', null, z.strictObject({ run_id: anyRun }), jsonObject),
};
