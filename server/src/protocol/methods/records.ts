import { z } from 'zod';
import { id, json, jsonObject, listOf, method, paging } from './shapes';

/** One span of a trace; times in microseconds since the epoch. */
export const spanView = z.object({
  trace_id: z.string(),
  span_id: z.string(),
  parent_span_id: z.string().nullable(),
  run_id: z.string().nullable(),
  service_name: z.string(),
  kind: z.string(),
  name: z.string(),
  status: z.enum(['OK', 'ERROR', 'UNSET']),
  error: z.string().nullable(),
  timeout: z.boolean(),
  policy_snapshot: json,
  attributes: jsonObject,
  start_us: z.number(),
  end_us: z.number().nullable(),
});

/** A span as every door shows it. */
export type SpanView = z.infer<typeof spanView>;

/** One event of the append-only record. */
export const eventView = z.object({
  seq: z.int(),
  id: z.string(),
  ts: z.string(),
  session_id: z.string().nullable(),
  run_id: z.string().nullable(),
  step_id: z.string().nullable(),
  attempt: z.int().nullable(),
  span_id: z.string().nullable(),
  type: z.string(),
  level: z.string(),
  summary: z.string(),
  payload: json,
  actor: z.string(),
  source: z.string(),
  client_message_id: z.string().nullable(),
  prev_hash: z.string(),
  hash: z.string(),
});

/** An event as every door shows it. */
export type EventView = z.infer<typeof eventView>;

/** One line of `trace list`. */
export const traceSummary = z.object({
  trace_id: z.string(),
  run_id: z.string().nullable(),
  root_name: z.string(),
  root_service: z.string(),
  status: z.enum(['OK', 'ERROR', 'UNSET']),
  start_time: z.string(),
  end_time: z.string().nullable(),
  duration_ms: z.number().nullable(),
  active_ms: z.number().nullable(),
  span_count: z.int(),
});

/** A stored artifact without its bytes. */
export const artifactView = z.object({
  id: z.string(),
  run_id: z.string(),
  step_id: z.string(),
  kind: z.string(),
  path: z.string(),
  sha256: z.string(),
  media_type: z.string(),
  size: z.int(),
  created_at: z.string(),
});

const toolView = z.object({
  tool_name: z.string(),
  permission_profile: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  effect: z.string(),
  aliases: z.array(z.string()),
});

/** Requests that read the record: single traces, events, artifacts, tools, statistics, audit. */
export const recordMethods = {
  'trace/show': method(
    'viewer',
    'GET /runs/{trace_id}/spans',
    z.strictObject({
      trace_id: id.describe('a trace id, a run id, or `latest`'),
      include_events: z.boolean().default(false),
    }),
    z.object({
      trace_id: z.string(),
      run_id: z.string().nullable(),
      spans: z.array(spanView),
      events: z.array(eventView),
    }),
  ),
  'event/list': method(
    'viewer',
    'GET /sessions/{session_id}/events',
    z.strictObject({
      session_id: id.optional(),
      run_id: id.optional(),
      step_id: id.optional(),
      type: z.string().optional(),
      after_seq: z.int().min(0).optional(),
      ...paging,
    }),
    listOf(eventView),
  ),
  'event/search': method(
    'viewer',
    'GET /events/search',
    z.strictObject({
      session_id: id.optional(),
      q: z.string().max(1000).default(''),
      syntax: z.boolean().default(false),
      ...paging,
      limit: z.int().min(1).max(500).default(100),
    }),
    listOf(eventView),
  ),
  'artifact/list': method(
    'viewer',
    'GET /sessions/{session_id}/artifacts',
    z.strictObject({ session_id: id.optional(), run_id: id.optional(), ...paging }),
    listOf(artifactView),
  ),
  'artifact/get': method(
    'viewer',
    'GET /artifacts/{sha256}',
    z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    z.object({ sha256: z.string(), media_type: z.string(), size: z.int(), base64: z.string() }),
  ),
  'tool/list': method('viewer', 'GET /tools', z.strictObject({ ...paging }), listOf(toolView)),
  'tool/permissions': method(
    'viewer',
    'GET /tools/{tool_name}/permissions',
    z.strictObject({ tool_name: z.string().max(128) }),
    z.object({ tool_name: z.string(), permission_profile: z.string(), enabled: z.boolean() }),
  ),
  'stats/show': method(
    'viewer',
    'GET /stats',
    z.strictObject({}),
    z.object({
      run_success_rate_by_tool: z.array(jsonObject),
      step_duration_ms_p50_p95: z.array(jsonObject),
      session_failure_reasons: z.array(jsonObject),
      /** How much the record holds, and what that takes. */
      store: z.object({
        bytes: z.int(),
        used_bytes: z.int(),
        runs: z.int(),
        spans: z.int(),
        events: z.int(),
      }),
    }),
  ),
  'audit/verify': method(
    'viewer',
    null,
    z.strictObject({}),
    z.object({
      ok: z.boolean(),
      events: z.int(),
      tombstones: z.int(),
      broken: z.object({ seq: z.int(), id: z.string().nullable(), reason: z.string() }).nullable(),
    }),
  ),
  /** One page of the chain as NDJSON lines, tombstones included; the end is reached when `next_seq` is null. */
  'audit/export': method(
    'viewer',
    null,
    z.strictObject({ after_seq: z.int().min(0).default(0), limit: z.int().min(1).max(5000).default(1000) }),
    z.object({ lines: z.array(z.string()), next_seq: z.int().nullable() }),
  ),
};
