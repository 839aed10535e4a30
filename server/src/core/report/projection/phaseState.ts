import type { Step } from '#protocol/plan';
import type { StepRunRow } from '#protocol/rows';
import { failedStep, type RunHistory } from '../runHistory';
import { endedVisits, endTime } from './endedVisits';
import { doneReason, previousPhase, runPhase } from './runPhase';

/** `workspace/artifacts/phase_state.json` (§1.13): where a run stands. */
export interface PhaseState {
  readonly current_phase: string;
  readonly previous_phase: string | null;
  /** The place in the plan, from 1, at which work goes on; 1 once the plan is done. */
  readonly current_step: number;
  readonly last_done: boolean;
  readonly last_done_reason: string | null;
  readonly next_instruction_id: string | null;
  readonly job_index: number | null;
  readonly updated_at: string;
}

/** The cursor of a run (OPS-10). */
export function phaseState(history: RunHistory): PhaseState {
  const { run } = history;
  const next = cursor(history);
  return {
    current_phase: runPhase(run.status, run.end_code),
    previous_phase: previousPhase(run),
    current_step: next === undefined ? 1 : history.plan.steps.indexOf(next) + 1,
    last_done: run.status === 'succeeded',
    last_done_reason: doneReason(run),
    next_instruction_id: next?.id ?? null,
    job_index: run.batch_index,
    updated_at: lastChange(history),
  };
}

/** When anything about a run changed last, as far as its steps and its end tell. */
export function lastChange(history: RunHistory): string {
  const { ended_at, started_at, created_at } = history.run;
  const step = endedVisits(history).at(-1);
  return ended_at ?? (step && endTime(step)) ?? started_at ?? created_at;
}

/** The step because of which a run halted, else the first that is not settled; none once the plan is done. */
function cursor(history: RunHistory): Step | undefined {
  const { run, plan, steps } = history;
  if (run.status === 'succeeded') {
    return undefined;
  }
  const halted = failedStep(history)?.step_id;
  const newest = new Map(steps.toSorted((a, b) => a.visit - b.visit).map((row) => [row.step_id, row]));
  const open = (step: Step) => !isSettled(newest.get(step.id));
  return plan.steps.find(({ id }) => id === halted) ?? plan.steps.find(open) ?? plan.steps.at(-1);
}

/** A step that was skipped only because the run ended is still to be done. */
function isSettled(row: StepRunRow | undefined): boolean {
  return row?.status === 'succeeded' || (row?.status === 'skipped' && row.error_code !== 'run_ended');
}
