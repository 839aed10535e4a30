import type { Plan } from '#protocol/plan';
import type { ApprovalRow, ArtifactRow, DecisionRow, StepRunRow } from '#protocol/rows';

/** One visit of a step as a report lists it. */
export function stepLine(row: StepRunRow, plan: Plan) {
  const step = plan.steps.find(({ id }) => id === row.step_id);
  const { step_id, visit, status, attempts, carried_from, started_at, ended_at } = row;
  const isTimed = started_at !== null && ended_at !== null;
  return {
    step_id,
    title: step?.title ?? null,
    tool: step?.uses ?? null,
    visit,
    status,
    stopped: row.stopped === 1,
    attempts,
    error: row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? '' },
    carried_from,
    started_at,
    ended_at,
    duration_ms: isTimed ? Date.parse(ended_at) - Date.parse(started_at) : null,
  };
}

/** One artifact as a report lists it. */
export function artifactLine({ run_id, step_id, name, kind, media_type, size, sha256 }: ArtifactRow) {
  return { run_id, step_id, name, kind, media_type, size, sha256 };
}

/** One approval as a report lists it, with how long a person was waited for. */
export function approvalLine(row: ApprovalRow) {
  const { id, subject_type, subject_id, digest, status, actor, source, reason, created_at, decided_at } = row;
  const wait_ms = decided_at === null ? null : Date.parse(decided_at) - Date.parse(created_at);
  return {
    approval_id: id,
    subject_type,
    subject_id,
    digest,
    status,
    actor,
    source,
    reason,
    requested_at: created_at,
    decided_at,
    wait_ms,
  };
}

/** How policy decided over the run, and what it denied. */
export function decisionCounts(decisions: readonly DecisionRow[]) {
  const count = (verdict: string) => decisions.filter((decision) => decision.verdict === verdict).length;
  const denied = decisions
    .filter(({ verdict }) => verdict === 'deny')
    .map(({ step_id, tool, rule_id, location, reason }) => ({ step_id, tool, rule_id, location, reason }));
  return { allow: count('allow'), ask: count('ask'), deny: count('deny'), denied };
}
