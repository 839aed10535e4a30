import type { StepRunRow } from '#protocol/rows';
import { type RunHistory, runTerms } from '../runHistory';
import { endedVisits } from './endedVisits';
import { type ExecutionSummary, sumExecutions } from './execution';
import { type NextInstruction, nextInstruction } from './nextInstruction';
import { lastChange, phaseState } from './phaseState';
import type { StepLog } from './stepLogs';

/** The job loop a run belongs to; a run outside any has none. */
const noJobLoop = {
  enabled: false,
  max_jobs: null,
  job_name: null,
  current_job_index: null,
  completed: false,
} as const;

/** `logs/phase_summary.json` (§1.13): what became of a run, step by step. */
export interface PhaseSummary {
  readonly generated_at: string;
  readonly current_phase: string;
  readonly previous_phase: string | null;
  readonly is_experimental: boolean;
  readonly experimental: boolean;
  readonly job_loop_enabled: boolean;
  readonly job_loop: typeof noJobLoop;
  readonly job_payload_present: boolean;
  readonly job_result_written: boolean;
  readonly job_result_path: string | null;
  readonly job_result_path_posix: string | null;
  readonly total_steps: number;
  readonly success_count: number;
  readonly fail_count: number;
  readonly denied_count: number;
  readonly fatal_error_count: number;
  readonly stopped_count: number;
  readonly skipped_count: number;
  readonly final_done: boolean;
  readonly final_phase_result: NextInstruction;
  readonly execution_summary: ExecutionSummary;
  readonly stop_on_deny: boolean;
  readonly end_reason: string | null;
  readonly denied_steps: readonly {
    readonly step_num: number;
    readonly reason: string;
    readonly message: string;
  }[];
  readonly fatal_error_steps: readonly {
    readonly step_num: number;
    readonly reason: string;
    readonly error: string | null;
  }[];
  readonly stopped_steps: readonly {
    readonly step_num: number;
    readonly phase: string;
    readonly reason: string | null;
  }[];
  readonly skipped_steps: readonly { readonly step_num: number; readonly skip_reason: string }[];
  readonly steps: readonly Pick<
    StepLog,
    'step_num' | 'phase' | 'done' | 'done_reason' | 'timestamp' | 'error' | 'message' | 'stopped'
  >[];
}

/** Sums up a run whose step logs these are. */
export function phaseSummary(history: RunHistory, logs: readonly StepLog[]): PhaseSummary {
  const { run, plan } = history;
  const { current_phase, previous_phase, next_instruction_id } = phaseState(history);
  const isExperimental = run.experimental === 1;
  return {
    generated_at: lastChange(history),
    current_phase,
    previous_phase,
    is_experimental: isExperimental,
    experimental: isExperimental,
    job_loop_enabled: run.batch_id !== null,
    job_loop: noJobLoop,
    job_payload_present: false,
    job_result_written: false,
    job_result_path: null,
    job_result_path_posix: null,
    total_steps: logs.length,
    ...counts(endedVisits(history)),
    final_done: run.status === 'succeeded',
    final_phase_result: nextInstruction(plan.steps.find(({ id }) => id === next_instruction_id)),
    execution_summary: sumExecutions(logs.map(({ execution }) => execution)),
    stop_on_deny: runTerms(run).policy?.permissions.stop_on_deny ?? true,
    end_reason: run.end_code,
    ...listed(endedVisits(history), logs),
    steps: logs.map(({ step_num, phase, done, done_reason, timestamp, error, message, stopped }) => ({
      ...{ step_num, phase, done, done_reason, timestamp, error, message, stopped },
    })),
  };
}

/** A step because of which the run halted is no success, whatever it did itself (OPS-15). */
function counts(rows: readonly StepRunRow[]) {
  const count = (isSuch: (row: StepRunRow) => boolean) => rows.filter(isSuch).length;
  return {
    success_count: count(({ status, stopped }) => status === 'succeeded' && stopped === 0),
    fail_count: count(({ status }) => status === 'failed' || status === 'timed_out'),
    denied_count: count(({ status }) => status === 'denied'),
    fatal_error_count: count(isFatal),
    stopped_count: count(({ stopped }) => stopped === 1),
    skipped_count: count(({ status }) => status === 'skipped'),
  };
}

/** The steps that did not simply succeed; rows and logs are of the same visits in the same order. */
function listed(rows: readonly StepRunRow[], logs: readonly StepLog[]) {
  const pick = <T>(isSuch: (row: StepRunRow) => boolean, told: (row: StepRunRow, log: StepLog) => T) =>
    logs.flatMap((log, index) => {
      const row = rows[index];
      return row !== undefined && isSuch(row) ? [told(row, log)] : [];
    });
  return {
    denied_steps: pick(
      ({ status }) => status === 'denied',
      ({ error_code }, { step_num, error, message }) => ({
        ...{ step_num, reason: error ?? error_code ?? '', message },
      }),
    ),
    fatal_error_steps: pick(isFatal, ({ error_code }, { step_num, error }) => ({
      ...{ step_num, reason: error_code ?? '', error },
    })),
    stopped_steps: pick(
      ({ stopped }) => stopped === 1,
      (_, { step_num, phase, done_reason }) => ({ step_num, phase, reason: done_reason }),
    ),
    skipped_steps: pick(
      ({ status }) => status === 'skipped',
      ({ error_code }, { step_num }) => ({ step_num, skip_reason: error_code ?? '' }),
    ),
  };
}

function isFatal({ status, error_code }: StepRunRow): boolean {
  return status === 'failed' && error_code === 'internal';
}
