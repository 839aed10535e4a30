import type { JsonObject } from '#protocol/json';
import type { Plan } from '#protocol/plan';
import type { EffectivePolicy } from '#protocol/policy';
import type {
  ApprovalRow,
  ArtifactRow,
  AttemptRow,
  DecisionRow,
  PlanRow,
  RunRow,
  SpanRow,
  StepRunRow,
} from '#protocol/rows';

/** Everything the record holds about one run; all reports are derived from it and from nothing else. */
export interface RunHistory {
  readonly run: RunRow;
  readonly planRow: PlanRow;
  readonly plan: Plan;
  /** Every visit of every step, in the order in which they began. */
  readonly steps: readonly StepRunRow[];
  readonly attempts: readonly AttemptRow[];
  readonly decisions: readonly DecisionRow[];
  readonly approvals: readonly ApprovalRow[];
  readonly artifacts: readonly ArtifactRow[];
  readonly spans: readonly SpanRow[];
  /** What the run was given, redacted; absent where nobody needs it. */
  readonly inputs?: JsonObject;
}

/** What a run was started with, as its `policy_json` keeps it. */
export interface RunTerms {
  readonly policy: EffectivePolicy | null;
  readonly stageRetries: number | null;
  readonly inputs: JsonObject;
  readonly baseCommit: string | null;
  /** Under which program and with which tools it ran. */
  readonly toolVersions: JsonObject | null;
}

/** Reads the terms of a run; a run of another origin may lack some. */
export function runTerms(run: RunRow): RunTerms {
  const stored = JSON.parse(run.policy_json) as {
    readonly policy?: EffectivePolicy;
    readonly stage_retries?: number | null;
    readonly inputs?: JsonObject;
    readonly base_commit?: string | null;
    readonly tool_versions?: JsonObject;
  };
  return {
    policy: stored.policy ?? null,
    stageRetries: stored.stage_retries ?? null,
    inputs: stored.inputs ?? {},
    baseCommit: stored.base_commit ?? null,
    toolVersions: stored.tool_versions ?? null,
  };
}

/** Ends that no step causes: what failed before was handled, or its step is marked. */
const endsOfRuns: readonly RunRow['end_code'][] = ['check_failed', 'max_steps_reached'];

const badEnds: readonly string[] = ['failed', 'timed_out', 'denied', 'cancelled', 'interrupted'];

/** The step run because of which the run halted; `undefined` when none did, as when a limit kept it from starting. */
export function failedStep({ run, steps }: RunHistory): StepRunRow | undefined {
  const halted = steps.findLast(({ stopped, status }) => stopped === 1 && status !== 'skipped');
  if (halted !== undefined || run.status === 'succeeded') {
    return halted;
  }
  const isOver = run.status === 'failed' || run.status === 'denied';
  return isOver && !endsOfRuns.includes(run.end_code)
    ? steps.findLast(({ status }) => badEnds.includes(status) && status !== 'cancelled')
    : undefined;
}
