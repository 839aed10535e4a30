import type { PhaseState } from '../../../core/report/projection/phaseState';
import type { PhaseSummary } from '../../../core/report/projection/phaseSummary';
import type { RunProjection } from '../../../core/report/projection/runProjection';
import type { StepLog } from '../../../core/report/projection/stepLogs';
import type { Journey } from '../journey';
import { writeWhole } from '../output/writeWhole';
import { writeCursor } from './cursorFile';
import { phaseSummaryPath } from './logPaths';
import { addStepFile, readStepFile, stepNumbers } from './stepFiles';

/** The files of a run as they were written: its steps under the numbers of their logs. */
export interface RunFiles {
  readonly phase_state: PhaseState;
  /** `null` while the run goes on: only what has ended is summed up and logged. */
  readonly phase_summary: PhaseSummary | null;
}

/** Writes the cursor of a run and, once it has ended, its step logs and summary below the workspace (OPS-08..10). */
export async function writeRunFiles(
  { call, door }: Journey,
  run_id: string,
  isOver: boolean,
): Promise<RunFiles> {
  const { root } = call.globals;
  const made = (await door.request('projection/show', { run_id })) as unknown as RunProjection;
  const phase_summary = isOver ? writeEnded(root, made) : null;
  if (phase_summary !== null) {
    writeWhole(phaseSummaryPath(root), documentText(phase_summary));
  }
  writeCursor(root, made.phase_state);
  return { phase_state: made.phase_state, phase_summary };
}

/** Logs every step that no log tells of yet; a run that is looked at again is not logged again. */
function writeEnded(root: string, { step_logs, phase_summary }: RunProjection): PhaseSummary {
  const known = new Map(stepNumbers(root).flatMap((number) => loggedStep(root, number)));
  const numbers = step_logs.map(
    (log) =>
      known.get(numbered(log, 0)) ??
      addStepFile(root, (number) => documentText({ ...log, step_num: number })),
  );
  return renumbered(phase_summary, numbers);
}

/** A log by what it tells, whatever its number; one that cannot be read tells of no step. */
function loggedStep(root: string, number: number): readonly (readonly [string, number])[] {
  try {
    return [[numbered(JSON.parse(readStepFile(root, number)) as StepLog, 0), number]];
  } catch {
    return [];
  }
}

function numbered(log: StepLog, step_num: number): string {
  return JSON.stringify({ ...log, step_num });
}

/** The summary with the numbers of the logs in place of those within the run. */
function renumbered(summary: PhaseSummary, numbers: readonly number[]): PhaseSummary {
  const again = <Item extends { readonly step_num: number }>(items: readonly Item[]) =>
    items.map((item) => ({ ...item, step_num: numbers[item.step_num - 1] ?? item.step_num }));
  return {
    ...summary,
    denied_steps: again(summary.denied_steps),
    fatal_error_steps: again(summary.fatal_error_steps),
    stopped_steps: again(summary.stopped_steps),
    skipped_steps: again(summary.skipped_steps),
    steps: again(summary.steps),
  };
}

function documentText(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
