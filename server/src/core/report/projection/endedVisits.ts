import type { StepRunRow } from '#protocol/rows';
import { isTerminal } from '#protocol/states';
import type { RunHistory } from '../runHistory';

/** Visits of steps that are over, in the order in which they ended. */
export function endedVisits({ steps }: RunHistory): readonly StepRunRow[] {
  return steps.filter(({ status }) => isTerminal('step', status)).toSorted(byEnd);
}

/** The visit that carries a run's end: the one because of which it halted, else the last; none while the run goes on. */
export function endingVisit(history: RunHistory): StepRunRow | undefined {
  if (!isTerminal('run', history.run.status)) {
    return undefined;
  }
  const ended = endedVisits(history);
  return ended.findLast(({ stopped }) => stopped === 1) ?? ended.at(-1);
}

/** When a visit was over. */
export function endTime({ ended_at, created_at }: StepRunRow): string {
  return ended_at ?? created_at;
}

function byEnd(left: StepRunRow, right: StepRunRow): number {
  return Date.parse(endTime(left)) - Date.parse(endTime(right));
}
