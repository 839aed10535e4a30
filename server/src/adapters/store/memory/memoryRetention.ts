import type { EventRow, Table } from '#protocol/rows';
import type { GoneTraces, NewEvent } from '../../../runtime/storePort';
import { expectOne } from '../record/refusals';
import { ownedByRun } from '../schema/constraints';
import type { MemoryRows } from './memoryRows';

/** Removes a session with all that belongs to it; answers how many rows of which table. */
export function removeMemorySession(
  rows: MemoryRows,
  sessionId: string,
  by: NewEvent,
): Readonly<Record<string, number>> {
  const key = { id: sessionId };
  expectOne('sessions', key, rows.table('sessions').find(key).length);
  const plans = idsOf(rows, 'plans', { session_id: sessionId });
  const gone = new Removal(rows);
  gone.runs(idsOf(rows, 'runs', { session_id: sessionId }), (event) => event.session_id === sessionId);
  gone.rows('approvals', { session_id: sessionId });
  gone.rows('plan_steps', { plan_id: plans });
  gone.rows('plans', { id: plans });
  gone.rows('sessions', key);
  rows.append(by);
  return Object.fromEntries(gone.counts);
}

/** Removes runs, and traces that no run owns; answers how many rows of which table. */
export function removeMemoryTraces(
  rows: MemoryRows,
  { runs, traces }: GoneTraces,
  by: NewEvent,
): Readonly<Record<string, number>> {
  const gone = new Removal(rows);
  gone.runs(idsOf(rows, 'runs', { id: runs }), () => false);
  const owned = new Set(rows.all('runs').map(({ trace_id }) => trace_id));
  gone.rows('spans', { trace_id: traces.filter((id) => !owned.has(id)) });
  if (gone.counts.size > 0) rows.append(by);
  return Object.fromEntries(gone.counts);
}

function idsOf(rows: MemoryRows, table: 'runs' | 'plans', where: object): readonly string[] {
  const found = rows.table(table);
  return found.find(where).map((id) => String(found.row(id)['id']));
}

class Removal {
  readonly counts = new Map<string, number>();
  readonly #rows: MemoryRows;

  constructor(rows: MemoryRows) {
    this.#rows = rows;
  }

  rows(table: Table, where: object): void {
    this.#count(table, this.#rows.remove(table, where));
  }

  runs(runs: readonly string[], isGone: (event: EventRow) => boolean): void {
    const isOfRuns = new Set<string | null>(runs);
    const isEventGone = (event: EventRow) =>
      isGone(event) || (event.run_id !== null && isOfRuns.has(event.run_id));
    this.#count('events', this.#rows.removeEvents(isEventGone));
    const owners = this.#rows.table('runs');
    const traces = owners.find({ id: runs }).map((id) => owners.row(id)['trace_id'] ?? null);
    this.rows('spans', { trace_id: traces });
    for (const table of ownedByRun) this.rows(table, { run_id: runs });
    this.rows('runs', { id: runs });
  }

  #count(table: string, count: number): void {
    if (count > 0) this.counts.set(table, (this.counts.get(table) ?? 0) + count);
  }
}
