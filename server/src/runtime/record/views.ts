import type { Json, JsonObject } from '#protocol/json';
import type { ApprovalView, PreviewView } from '#protocol/methods/approvals';
import type { PlanView } from '#protocol/methods/plans';
import type { EventView, SpanView } from '#protocol/methods/records';
import type { RunView, StepView } from '#protocol/methods/runs';
import type { ApprovalRow, EventRow, PlanRow, PreviewRow, RunRow, SpanRow, StepRunRow } from '#protocol/rows';

/** Reads JSON that this program stored itself. */
export function storedJson(text: string | null): Json {
  return text === null ? null : (JSON.parse(text) as Json);
}

const storedObject = (text: string): JsonObject => JSON.parse(text) as JsonObject;

export function eventView(row: EventRow): EventView {
  return { ...row, payload: storedJson(row.payload) };
}

export function spanView(row: SpanRow): SpanView {
  const { created_at: _, otlp: _otlp, ...span } = row;
  return {
    ...span,
    timeout: row.timeout === 1,
    policy_snapshot: storedJson(row.policy_snapshot),
    attributes: storedObject(row.attributes),
  };
}

export function planView(row: PlanRow): PlanView {
  const { session_id, version, title, status, created_by, created_at } = row;
  const hash = row.hash;
  return {
    session_id,
    version,
    title,
    hash,
    status,
    created_by,
    created_at,
    plan: storedObject(row.body_json),
  };
}

export function runView(
  row: RunRow,
  {
    plan,
    isPinned,
  }: { readonly plan: Pick<PlanRow, 'version' | 'title'> | undefined; readonly isPinned: boolean },
): RunView {
  return {
    run_id: row.id,
    trace_id: row.trace_id,
    session_id: row.session_id,
    plan_version: plan?.version ?? 0,
    plan_title: plan?.title ?? '',
    plan_hash: row.plan_hash,
    status: row.status,
    mode: row.mode,
    profile: row.profile,
    stepping: row.stepping,
    executor: row.executor,
    slot_id: row.slot_id,
    fingerprint: row.fingerprint,
    experimental: row.experimental === 1,
    pinned: isPinned,
    end_reason: row.end_code === null ? null : { code: row.end_code, message: row.end_message ?? '' },
    created_at: row.created_at,
    started_at: row.started_at,
    ended_at: row.ended_at,
  };
}

export function stepView(row: StepRunRow, tool: string): StepView {
  return {
    step_id: row.step_id,
    visit: row.visit,
    tool,
    status: row.status,
    stopped: row.stopped === 1,
    attempts: row.attempts,
    output: storedJson(row.output_json),
    carried_from: row.carried_from,
    error: row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? '' },
    started_at: row.started_at,
    ended_at: row.ended_at,
  };
}

/** One person's consent as it is kept in `votes`. */
export interface Vote {
  readonly actor: string;
  readonly source: string;
  readonly at: string;
  readonly reason: string | null;
  readonly message_id: string | null;
  /** Whether a high-risk step was confirmed in so many words. */
  readonly confirmed: boolean;
  /** Of a plan: given for its steps too. */
  readonly scope?: 'remaining';
}

/** What an approval shows: everything its digest covers, beside what a person needs to judge it. */
export interface Shown {
  readonly step_id?: string;
  readonly preview_ids?: readonly string[];
  readonly needs_confirmation?: boolean;
}

export function approvalView(row: ApprovalRow): ApprovalView {
  const shown = storedObject(row.shown_json);
  const { step_id = null, preview_ids = [] } = shown as Shown;
  const votes = (storedJson(row.votes) as unknown as Vote[]).map(({ actor, source, at, reason }) => ({
    actor,
    source,
    at,
    reason,
  }));
  const { id, votes: _votes, shown_json: _shown, ...rest } = row;
  return { ...rest, approval_id: id, step_id, preview_ids: [...preview_ids], votes, shown };
}

/** `diff` is the redacted diff text, kept as an artifact. */
export function previewView(row: PreviewRow, diff: string): PreviewView {
  const meta = storedJson(row.meta_json) as unknown as Omit<PreviewView, 'diff'>;
  return {
    ...meta,
    preview_id: row.id,
    run_id: row.run_id,
    step_id: row.step_id,
    status: row.status,
    derived_from: row.derived_from,
    diff,
  };
}
