import { tableColumns } from '../../../server/src/adapters/store/schema/columns';
import type { Peers } from '../peers';
import { type NativeStore, nativeDatabase, spanColumns } from './nativeStore';

const columns = Object.entries(tableColumns.spans).map(([name, type]) => `${name} ${type}`);
const statements = [
  `CREATE TABLE spans (${columns.join(', ')}, PRIMARY KEY (span_id))`,
  'CREATE INDEX spans_by_trace ON spans (trace_id)',
  'CREATE INDEX spans_by_status ON spans (status, start_us)',
  'CREATE INDEX spans_by_name ON spans (name, start_us)',
];

/** Spans as texts in one table, as somebody would keep and ask them by hand. */
export function openPlainNative(peers: Peers, file: string): NativeStore | string {
  const database = nativeDatabase(peers, file);
  if (typeof database === 'string') {
    return database;
  }
  database.exec(statements.join(';\n'));
  const places = spanColumns.map(() => '?').join(', ');
  const insert = database.prepare(`INSERT INTO spans (${spanColumns.join(', ')}) VALUES (${places})`);
  const newest = database.prepare('SELECT * FROM spans WHERE name = ? ORDER BY start_us DESC LIMIT ?');
  const count = database.prepare('SELECT count(*) FROM spans WHERE name = ?');
  const trace = database.prepare('SELECT * FROM spans WHERE trace_id = ? ORDER BY start_us');
  return {
    insertSpans: (rows) => {
      database.exec('BEGIN IMMEDIATE');
      for (const row of rows) {
        insert.run(...spanColumns.map((column) => row[column]));
      }
      database.exec('COMMIT');
    },
    newest: (name, limit) => newest.all(name, limit),
    count: (name) => count.get(name),
    trace: (traceId) => trace.all(traceId),
    exec: (sql) => database.exec(sql),
    all: (sql, ...values) => database.prepare(sql).all(...values),
    close: () => database.close(),
  };
}
