import type { StepRunRow } from '#protocol/rows';
import type { CommandFact } from '../../policy/action';
import type { RunHistory } from '../runHistory';
import { endedVisits, endingVisit, endTime } from './endedVisits';
import { commandsOf, type Execution, execution } from './execution';
import { type NextInstruction, nextInstruction } from './nextInstruction';
import { doneReason, runPhase } from './runPhase';

/** `logs/steps/step_NNN.json` (§1.13): always every key; what only a language model could fill is empty. */
export interface StepLog extends NextInstruction {
  readonly phase: string;
  readonly step_num: number;
  readonly timestamp: string;
  readonly done: boolean;
  readonly done_reason: string | null;
  readonly error: string | null;
  readonly message: string;
  readonly stopped: boolean;
  readonly is_experimental: boolean;
  readonly s5_flag: boolean;
  readonly job_loop_enabled: boolean;
  readonly job_name: string | null;
  readonly job_index: number | null;
  readonly job_payload: string | null;
  readonly job_payload_present: boolean;
  readonly job_payload_size: number;
  readonly models_used: { readonly draft: null; readonly review: null; readonly final: null };
  readonly prompts_used: readonly string[];
  readonly final_commands: readonly CommandFact[];
  readonly allowlist_summary: { readonly allow: number; readonly ask: number; readonly deny: number };
  readonly draft: null;
  readonly review: null;
  readonly final: null;
  readonly draft_raw: string;
  readonly review_raw: string;
  readonly final_raw: string;
  readonly execution: Execution;
}

/** The logs of a run's ended visits, numbered from 1 in the order in which they ended. */
export function stepLogs(history: RunHistory): readonly StepLog[] {
  const ending = endingVisit(history);
  return endedVisits(history).map((row, index) => stepLog(history, row, index + 1, row === ending));
}

function stepLog(history: RunHistory, row: StepRunRow, step_num: number, isEnding: boolean): StepLog {
  const { run, decisions } = history;
  const judged = decisions.filter(({ step_id }) => step_id === row.step_id);
  const count = (wanted: string) => judged.filter(({ verdict }) => verdict === wanted).length;
  const isExperimental = run.experimental === 1;
  return {
    phase: isEnding ? runPhase(run.status, run.end_code) : 'execute',
    step_num,
    timestamp: endTime(row),
    done: isEnding && run.status === 'succeeded',
    done_reason: isEnding ? doneReason(run) : null,
    error: row.status === 'skipped' ? null : row.error_message,
    message: messageOf(history, row),
    stopped: row.stopped === 1,
    is_experimental: isExperimental,
    s5_flag: isExperimental,
    job_loop_enabled: run.batch_id !== null,
    job_name: null,
    job_index: run.batch_index,
    job_payload: null,
    job_payload_present: false,
    job_payload_size: 0,
    models_used: { draft: null, review: null, final: null },
    prompts_used: [],
    final_commands: commandsOf(judged),
    allowlist_summary: { allow: count('allow'), ask: count('ask'), deny: count('deny') },
    draft: null,
    review: null,
    final: null,
    draft_raw: '',
    review_raw: '',
    final_raw: '',
    execution: execution(history, row),
    ...nextInstruction(stepAfter(history, row, isEnding)),
  };
}

function messageOf(
  { plan }: RunHistory,
  { step_id, visit, status, carried_from, error_message }: StepRunRow,
) {
  const tool = plan.steps.find(({ id }) => id === step_id)?.uses ?? 'unknown';
  const again = visit > 1 ? ` visit ${visit}` : '';
  const from = carried_from === null ? '' : ` by run ${carried_from}`;
  return `step ${step_id} (${tool})${again} ${status}${from}${error_message ? `: ${error_message}` : ''}`;
}

/** A run that halted goes on at the same step; otherwise the plan's next one follows. */
function stepAfter({ plan, run }: RunHistory, { step_id }: StepRunRow, isEnding: boolean) {
  const place = plan.steps.findIndex(({ id }) => id === step_id);
  if (isEnding) {
    return run.status === 'succeeded' ? undefined : plan.steps[place];
  }
  return plan.steps[place + 1];
}
