import type { RunHistory } from '../runHistory';
import { type PhaseState, phaseState } from './phaseState';
import { type PhaseSummary, phaseSummary } from './phaseSummary';
import { type StepLog, stepLogs } from './stepLogs';

/** A run as the files of §1.13 tell of it; steps are numbered within the run, from 1. */
export interface RunProjection {
  readonly step_logs: readonly StepLog[];
  readonly phase_summary: PhaseSummary;
  readonly phase_state: PhaseState;
}

/** Derives the files of a run from its record alone; the same record gives the same files. */
export function runProjection(history: RunHistory): RunProjection {
  const step_logs = stepLogs(history);
  return {
    step_logs,
    phase_summary: phaseSummary(history, step_logs),
    phase_state: phaseState(history),
  };
}
