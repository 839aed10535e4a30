import type { NewEvent } from '../../../runtime/storePort';
import { expectOne } from '../record/refusals';
import { ownedByRun } from '../schema/constraints';
import type { Connection } from '../sqlite/connection';
import type { EventLog } from './eventLog';
import type { Condition } from './rowSql';

type Counts = Readonly<Record<string, number>>;

/** Removes a session with everything of it, inside the open transaction, and records `by`. */
export function removeSession(
  connection: Connection,
  log: EventLog,
  sessionId: string,
  by: NewEvent,
): Counts {
  const key = { id: sessionId };
  expectOne('sessions', key, connection.all('SELECT 1 FROM sessions WHERE id = ?', [sessionId]).length);
  const counts: Record<string, number> = {};
  const runs = { sql: 'SELECT id FROM runs WHERE session_id = ?', values: [sessionId] };
  const plans = { sql: 'SELECT id FROM plans WHERE session_id = ?', values: [sessionId] };
  const events = log.remove({
    sql: `session_id = ? OR run_id IN (${runs.sql})`,
    values: [sessionId, sessionId],
  });
  if (events > 0) counts['events'] = events;
  removeRuns(connection, runs, counts);
  remove(connection, 'approvals', { sql: 'session_id = ?', values: [sessionId] }, counts);
  remove(connection, 'plan_steps', within('plan_id', plans), counts);
  remove(connection, 'batches', within('plan_id', plans), counts);
  remove(connection, 'plans', { sql: 'session_id = ?', values: [sessionId] }, counts);
  remove(connection, 'sessions', { sql: 'id = ?', values: [sessionId] }, counts);
  log.append(by);
  return counts;
}

/** Removes the runs that ended before a time, inside the open transaction; records `by` if there were any. */
export function removeOldRuns(connection: Connection, log: EventLog, before: string, by: NewEvent): Counts {
  const ended = "status IN ('succeeded', 'failed', 'denied', 'cancelled') AND ended_at IS NOT NULL";
  const runs = { sql: `SELECT id FROM runs WHERE ${ended} AND ended_at < ?`, values: [before] };
  const counts: Record<string, number> = {};
  if (connection.all(`${runs.sql} LIMIT 1`, runs.values).length === 0) return counts;
  const events = log.remove(within('run_id', runs));
  if (events > 0) counts['events'] = events;
  removeRuns(connection, runs, counts);
  log.append(by);
  return counts;
}

function removeRuns(connection: Connection, runs: Condition, counts: Record<string, number>): void {
  const traces = { sql: `SELECT trace_id FROM runs WHERE id IN (${runs.sql})`, values: runs.values };
  remove(connection, 'spans', within('trace_id', traces), counts);
  for (const table of ownedByRun) remove(connection, table, within('run_id', runs), counts);
  remove(connection, 'runs', within('id', runs), counts);
}

function within(column: string, select: Condition): Condition {
  return { sql: `${column} IN (${select.sql})`, values: select.values };
}

function remove(
  connection: Connection,
  table: string,
  where: Condition,
  counts: Record<string, number>,
): void {
  connection.run(`DELETE FROM ${table} WHERE ${where.sql}`, where.values);
  const count = connection.changes();
  if (count > 0) counts[table] = (counts[table] ?? 0) + count;
}
