import type { NewEvent } from '../../../runtime/storePort';
import type { Condition } from '../packing/packedTable';
import type { Tables } from '../packing/packedTables';
import { TermSweep } from '../packing/termSweep';
import { expectOne } from '../record/refusals';
import { ownedByRun } from '../schema/constraints';
import { tableName } from '../schema/packedColumns';
import type { Connection } from '../sqlite/connection';
import type { EventLog } from './eventLog';

type Counts = Readonly<Record<string, number>>;

/** Removes a session with everything of it, inside the open transaction, and records `by`. */
export function removeSession(tables: Tables, log: EventLog, sessionId: string, by: NewEvent): Counts {
  const { connection } = tables;
  const sweep = new TermSweep(tables);
  const key = { id: sessionId };
  expectOne('sessions', key, connection.all('SELECT 1 FROM sessions WHERE id = ?', [sessionId]).length);
  const counts: Record<string, number> = {};
  const runs = { sql: 'SELECT id FROM runs WHERE session_id = ?', values: [sessionId] };
  const plans = { sql: 'SELECT id FROM plans WHERE session_id = ?', values: [sessionId] };
  const ofSession = {
    sql: `session_id IN (${termKeys}(?)) OR run_id IN (${termKeys}(${runs.sql}))`,
    values: [sessionId, sessionId],
  };
  const events = log.remove(ofSession, sweep);
  if (events > 0) counts['events'] = events;
  removeRuns(connection, runs, counts, sweep);
  remove(connection, 'approvals', { sql: 'session_id = ?', values: [sessionId] }, counts);
  remove(connection, 'plan_steps', within('plan_id', plans), counts);
  remove(connection, 'batches', within('plan_id', plans), counts);
  remove(connection, 'plans', { sql: 'session_id = ?', values: [sessionId] }, counts);
  remove(connection, 'sessions', { sql: 'id = ?', values: [sessionId] }, counts);
  sweep.run();
  log.append(by);
  return counts;
}

/** Removes the runs that ended before a time, inside the open transaction; records `by` if there were any. */
export function removeOldRuns(tables: Tables, log: EventLog, before: string, by: NewEvent): Counts {
  const { connection } = tables;
  const ended = "status IN ('succeeded', 'failed', 'denied', 'cancelled') AND ended_at IS NOT NULL";
  const runs = { sql: `SELECT id FROM runs WHERE ${ended} AND ended_at < ?`, values: [before] };
  const counts: Record<string, number> = {};
  if (connection.all(`${runs.sql} LIMIT 1`, runs.values).length === 0) return counts;
  const sweep = new TermSweep(tables);
  const events = log.remove(within('run_id', runs, 'events'), sweep);
  if (events > 0) counts['events'] = events;
  removeRuns(connection, runs, counts, sweep);
  sweep.run();
  log.append(by);
  return counts;
}

function removeRuns(
  connection: Connection,
  runs: Condition,
  counts: Record<string, number>,
  sweep: TermSweep,
): void {
  const traces = { sql: `SELECT trace_id FROM runs WHERE id IN (${runs.sql})`, values: runs.values };
  const owned = ownedByRun.map((table) => [table, within('run_id', runs, table)] as const);
  for (const [table, where] of [['spans', within('trace_id', traces, 'spans')] as const, ...owned]) {
    sweep.note(table, where);
    remove(connection, table, where, counts);
  }
  remove(connection, 'runs', within('id', runs), counts);
}

/** `IN` over the numbers of some texts: all terms are looked through, for this is done seldom. */
const termKeys = 'SELECT key FROM terms WHERE text IN ';

function within(column: string, select: Condition, table = ''): Condition {
  const isPacked = tableName(table) !== table;
  return {
    sql: `${column} IN (${isPacked ? `${termKeys}(${select.sql})` : select.sql})`,
    values: select.values,
  };
}

function remove(
  connection: Connection,
  table: string,
  where: Condition,
  counts: Record<string, number>,
): void {
  connection.run(`DELETE FROM ${tableName(table)} WHERE ${where.sql}`, where.values);
  const count = connection.changes();
  if (count > 0) counts[table] = (counts[table] ?? 0) + count;
}
