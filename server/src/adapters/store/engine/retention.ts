import type { ForeignTrace, GoneTraces, NewEvent } from '../../../runtime/storePort';
import type { Condition } from '../packing/anyOf';
import type { Tables } from '../packing/packedTables';
import { TermSweep } from '../packing/termSweep';
import { expectOne } from '../record/refusals';
import { ownedByRun } from '../schema/constraints';
import { tableName, unpackedSql } from '../schema/packedColumns';
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

/** Removes runs and traces of no run, inside the open transaction; records `by` if there were any. */
export function removeTraces(tables: Tables, log: EventLog, gone: GoneTraces, by: NewEvent): Counts {
  const { connection } = tables;
  const sweep = new TermSweep(tables);
  const counts: Record<string, number> = {};
  const runs = {
    sql: 'SELECT id FROM runs WHERE id IN (SELECT value FROM json_each(?))',
    values: [JSON.stringify(gone.runs)],
  };
  const foreign = {
    sql: 'SELECT value FROM json_each(?) WHERE value NOT IN (SELECT trace_id FROM runs)',
    values: [JSON.stringify(gone.traces)],
  };
  const spans = within('trace_id', foreign, 'spans');
  sweep.note('spans', spans);
  remove(connection, 'spans', spans, counts);
  const events = log.remove(within('run_id', runs, 'events'), sweep);
  if (events > 0) counts['events'] = events;
  removeRuns(connection, runs, counts, sweep);
  sweep.run();
  if (Object.keys(counts).length > 0) log.append(by);
  return counts;
}

/** Traces that no run owns, oldest first, of which nothing began or ended since a time. */
export function foreignTraces(
  connection: Connection,
  beforeUs: number,
  limit: number,
): readonly ForeignTrace[] {
  const oldest = `SELECT trace_id AS trace_key, min(start_us) AS start_us FROM (SELECT trace_id, start_us
    FROM packed_spans WHERE run_id IS NULL AND start_us < ? ORDER BY start_us LIMIT ?) GROUP BY trace_id`;
  const traceId = unpackedSql('old.trace_key', 'term');
  const sql = `SELECT ${traceId} AS trace_id, start_us FROM (${oldest}) AS old
    WHERE NOT EXISTS (SELECT 1 FROM runs WHERE runs.trace_id = ${traceId}) AND NOT EXISTS (SELECT 1 FROM packed_spans
      WHERE packed_spans.trace_id = old.trace_key AND coalesce(end_us, packed_spans.start_us) >= ?)
    ORDER BY start_us LIMIT ?`;
  const values = [beforeUs, limit * 100, beforeUs, limit];
  return connection.all(sql, values) as unknown as readonly ForeignTrace[];
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
