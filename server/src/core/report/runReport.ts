import type { ErrorCode } from '#protocol/errors';
import type { SpanRow, StepRunRow } from '#protocol/rows';
import { canonicalJson } from '../digest';
import { durations } from './activeTime';
import { nextCommands } from './nextCommands';
import { type PolicySnapshot, policySnapshot } from './policySnapshot';
import { approvalLine, artifactLine, decisionCounts, stepLine } from './reportLines';
import { failedStep, type RunHistory, runTerms } from './runHistory';
import { summaryText } from './summaryText';

/** The report of one run as every door hands it out (§1.13). */
export interface RunReport {
  readonly trace_id: string;
  readonly failed_node_id: string | null;
  readonly summary: string;
  readonly policy_snapshot: PolicySnapshot | null;
  readonly context_digest: ContextDigest;
  readonly schema_version: 'run_report.v1';
  readonly run_id: string;
  readonly session_id: string;
  readonly plan: { readonly title: string; readonly version: number; readonly hash: string };
  readonly status: string;
  readonly failed_step_id: string | null;
  readonly attempts: number;
  readonly error_code: ErrorCode | null;
  readonly end_reason: { readonly code: string; readonly message: string } | null;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly duration_ms: number | null;
  readonly active_ms: number | null;
  readonly steps: readonly ReturnType<typeof stepLine>[];
  readonly artifacts: readonly ReturnType<typeof artifactLine>[];
  readonly approvals: readonly ReturnType<typeof approvalLine>[];
  readonly decisions: ReturnType<typeof decisionCounts>;
  readonly next_commands: readonly string[];
}

/** Where a run stood when it ended, in a few lines. */
export interface ContextDigest {
  /** The failed step's input, else the run's, redacted and cut at 200 characters. */
  readonly payload_preview: string;
  readonly steps: readonly { readonly node_id: string; readonly status: string }[];
  readonly last_error: { readonly node_id: string; readonly message: string } | null;
}

/** Makes the report of a run from its record alone; the same record gives the same report. */
export function runReport(history: RunHistory): RunReport {
  const { run, planRow, steps } = history;
  const failed = failedStep(history);
  const root = history.spans.find(({ kind, parent_span_id }) => kind === 'run' && parent_span_id === null);
  return {
    trace_id: run.trace_id,
    failed_node_id: failed?.step_id ?? null,
    summary: summaryText(history),
    policy_snapshot: policySnapshot(history),
    context_digest: contextDigest(history, failed),
    schema_version: 'run_report.v1',
    run_id: run.id,
    session_id: run.session_id,
    plan: { title: planRow.title, version: planRow.version, hash: planRow.hash },
    status: run.status,
    failed_step_id: failed?.step_id ?? null,
    attempts: failed ? failed.attempts : steps.reduce((sum, { attempts }) => sum + attempts, 0),
    error_code: errorCodeOf(history, failed),
    end_reason: run.end_code === null ? null : { code: run.end_code, message: run.end_message ?? '' },
    started_at: run.started_at,
    ended_at: run.ended_at,
    ...runDurations(history, root),
    steps: steps.map((step) => stepLine(step, history.plan)),
    artifacts: history.artifacts.map(artifactLine),
    approvals: history.approvals.map(approvalLine),
    decisions: decisionCounts(history.decisions),
    next_commands: nextCommands(history),
  };
}

function errorCodeOf({ run }: RunHistory, failed: StepRunRow | undefined): ErrorCode | null {
  if (run.status === 'denied') {
    return (failed?.error_code as ErrorCode | undefined) ?? 'DENIED';
  }
  return run.status === 'failed' && failed !== undefined ? 'ORCH_STAGE_FAILED' : null;
}

function runDurations({ run, spans }: RunHistory, root: SpanRow | undefined) {
  if (root !== undefined) {
    return durations(root, spans);
  }
  const { started_at, ended_at } = run;
  const length =
    started_at === null || ended_at === null ? null : Date.parse(ended_at) - Date.parse(started_at);
  return { duration_ms: length, active_ms: length };
}

function contextDigest(history: RunHistory, failed: StepRunRow | undefined): ContextDigest {
  const errors = history.steps.filter(
    ({ error_message, status }) => error_message !== null && status !== 'skipped',
  );
  const last = failed?.error_message ? failed : errors.at(-1);
  return {
    payload_preview: payloadPreview(history, failed),
    steps: history.steps.map(({ step_id, status }) => ({ node_id: step_id, status })),
    last_error: last === undefined ? null : { node_id: last.step_id, message: last.error_message ?? '' },
  };
}

/** What the step span noted; a step that never started has no resolved input yet, so its declared one stands in. */
function payloadPreview(history: RunHistory, failed: StepRunRow | undefined): string {
  if (failed === undefined) {
    return cut(canonicalJson(history.inputs ?? runTerms(history.run).inputs));
  }
  const noted = history.spans
    .filter(({ kind, name }) => kind === 'step' && name.endsWith(` ${failed.step_id}`))
    .map(({ attributes }) => (JSON.parse(attributes) as { input_preview?: unknown }).input_preview)
    .findLast((preview) => typeof preview === 'string');
  const declared = history.plan.steps.find(({ id }) => id === failed.step_id)?.with ?? {};
  return typeof noted === 'string' ? noted : cut(canonicalJson(declared));
}

function cut(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
