import type { EventRow, Rows } from '#protocol/rows';
import type { NewEvent, Write } from '../../server/src/runtime/storePort';

const at = '2026-01-02T03:04:05.006Z';
const digest = `sha256:${'a'.repeat(64)}`;

/** A session as its creation writes it. */
export function sampleSession(id: string, set: Partial<Rows['sessions']> = {}): Rows['sessions'] {
  const status = 'active';
  return {
    id,
    goal: null,
    mode: 'normal',
    profile: 'standard',
    status,
    created_at: at,
    updated_at: at,
    ...set,
  };
}

/** A validated plan version of a session. */
export function samplePlan(id: string, session_id: string, set: Partial<Rows['plans']> = {}): Rows['plans'] {
  return {
    id,
    session_id,
    version: 1,
    title: 'A plan',
    hash: digest,
    body_json: '{}',
    warnings_json: '[]',
    status: 'validated',
    created_by: 'user:a',
    created_at: at,
    ...set,
  };
}

/** One step of a plan. */
export function samplePlanStep(plan_id: string, step_id: string, tool: string): Rows['plan_steps'] {
  return { plan_id, step_id, ord: 0, title: null, tool, risk: 'low', digest, def_json: '{}', created_at: at };
}

/** A run that was just queued. */
export function sampleRun(id: string, session_id: string, set: Partial<Rows['runs']> = {}): Rows['runs'] {
  return {
    id,
    trace_id: `trace-${id}`,
    session_id,
    plan_id: 'plan_1',
    plan_hash: digest,
    batch_id: null,
    batch_index: null,
    parent_run_id: null,
    inputs_sha: digest,
    fingerprint: digest,
    mode: 'normal',
    profile: 'standard',
    stepping: 'auto',
    executor: 'local',
    slot_id: 'workspace-x-slot0',
    status: 'queued',
    end_code: null,
    end_message: null,
    experimental: 0,
    policy_json: '{}',
    created_at: at,
    started_at: null,
    ended_at: null,
    ...set,
  };
}

/** A step run that has not started. */
export function sampleStepRun(
  run_id: string,
  step_id: string,
  set: Partial<Rows['step_runs']> = {},
): Rows['step_runs'] {
  return {
    run_id,
    step_id,
    visit: 1,
    status: 'pending',
    stopped: 0,
    attempts: 0,
    input_sha: null,
    output_json: null,
    output_sha: null,
    carried_from: null,
    error_code: null,
    error_message: null,
    created_at: at,
    started_at: null,
    ended_at: null,
    ...set,
  };
}

/** A closed span of a run. */
export function sampleSpan(span_id: string, run_id: string, set: Partial<Rows['spans']> = {}): Rows['spans'] {
  return {
    span_id,
    trace_id: `trace-${run_id}`,
    run_id,
    parent_span_id: null,
    service_name: 'holdpoint',
    kind: 'step',
    name: 'step',
    status: 'OK',
    error: null,
    timeout: 0,
    policy_snapshot: null,
    otlp: null,
    attributes: '{}',
    start_us: 1_767_323_045_006_001,
    end_us: null,
    created_at: at,
    ...set,
  };
}

/** A log line as an event. */
export function sampleEvent(id: string, set: Partial<EventRow> = {}): NewEvent {
  return {
    id,
    ts: at,
    session_id: null,
    run_id: null,
    step_id: null,
    attempt: null,
    span_id: null,
    type: 'log.line',
    level: 'info',
    summary: 'a line',
    payload: '{}',
    actor: 'system',
    source: 'cli',
    client_message_id: null,
    ...set,
  };
}

/** The write of a sample event. */
export function eventWrite(id: string, set: Partial<EventRow> = {}): Write {
  return { op: 'event', event: sampleEvent(id, set) };
}
