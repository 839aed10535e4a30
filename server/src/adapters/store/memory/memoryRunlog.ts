import type { AttemptRow, RunlogEntryRow, StepRunRow } from '#protocol/rows';
import { isTerminal } from '#protocol/states';
import type { RunlogTypeCount, StageCount } from '../../../runtime/storePort';

/** Counts the rows of kept run logs as the SQL does. */
export function memoryRunlogCounts(entries: readonly RunlogEntryRow[]): readonly RunlogTypeCount[] {
  const groups = grouped(entries, ({ run_id, type }) => JSON.stringify([run_id, type]));
  return groups.map(([key, rows]) => {
    const [run_id = '', type = ''] = JSON.parse(key) as string[];
    return {
      run_id,
      type,
      rows: rows.length,
      retries: rows.filter(({ outcome }) => outcome === 'retry').length,
      failures: rows.filter(({ outcome }) => outcome === 'failed').length,
      most_attempt: most(rows.map(({ attempt }) => attempt)),
      most_attempts: most(rows.map(({ attempts }) => attempts)),
    };
  });
}

/** Counts how tries ended as the SQL does. */
export function memoryStageCounts(
  attempts: readonly AttemptRow[],
  visits: readonly StepRunRow[],
): readonly StageCount[] {
  const tries = new Map(
    grouped(
      attempts.filter(({ ended_at }) => ended_at !== null),
      visitKey,
    ),
  );
  const told = visits.filter((visit) => isOver(visit) || hasBegun(visit));
  return grouped(told, ({ run_id }) => run_id).map(([run_id, own]) => {
    const ends = own.map((visit) => endsOf(visit, tries.get(visitKey(visit)) ?? []));
    const sum = (of: (end: (typeof ends)[number]) => number) => ends.reduce((all, end) => all + of(end), 0);
    const whole = own.filter((visit) => isOver(visit) && hasBegun(visit));
    return {
      run_id,
      retries: sum(({ retries }) => retries),
      failures: sum(({ failures }) => failures),
      most_attempt: most(ends.map(({ last }) => last)),
      most_attempts: most(whole.map(({ attempts: count }) => count)),
    };
  });
}

function endsOf(visit: StepRunRow, tries: readonly AttemptRow[]) {
  const last = most(tries.map(({ n }) => n));
  const bad = tries.filter(({ status }) => status !== 'succeeded');
  const failures = isOver(visit) ? bad.filter(({ n }) => n === last).length : 0;
  return { last, failures, retries: bad.length - failures };
}

function isOver({ status }: StepRunRow): boolean {
  return isTerminal('step', status);
}

function hasBegun({ started_at, carried_from }: StepRunRow): boolean {
  return started_at !== null && carried_from === null;
}

function visitKey({ run_id, step_id, visit }: AttemptRow | StepRunRow): string {
  return JSON.stringify([run_id, step_id, visit]);
}

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): (readonly [string, T[]])[] {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  }
  return [...groups].sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
}

function most(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
