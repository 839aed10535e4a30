import type { Rows } from '#protocol/rows';
import { tableColumns } from '../../../server/src/adapters/store/schema/columns';
import { migrations } from '../../../server/src/adapters/store/schema/migrations';
import type { Peers } from '../peers';

/** SQLite as a native module, by hand: the same schema and the same promise. */
export interface NativeStore {
  insertSpans(rows: readonly Rows['spans'][]): void;
  /** The newest spans of a name, with how many there are, as a page of ours answers. */
  newest(name: string, limit: number): unknown;
  trace(traceId: string): unknown;
  exec(sql: string): void;
  all(sql: string, ...values: unknown[]): unknown[];
  close(): void;
}

interface Statement {
  run(...values: unknown[]): unknown;
  all(...values: unknown[]): unknown[];
  get(...values: unknown[]): unknown;
}

interface Database {
  prepare(sql: string): Statement;
  exec(sql: string): void;
  pragma(text: string): unknown;
  close(): void;
}

/** The statement that inserts a whole span. */
export const spanColumns = Object.keys(tableColumns.spans) as (keyof Rows['spans'])[];
export const insertSpan = `INSERT INTO spans (${spanColumns.join(', ')}) VALUES (${spanColumns.map(() => '?').join(', ')})`;
/** The schema that both sides get. */
export const schema = migrations.map(({ sql }) => sql).join(';\n');

/** Opens or makes a file with better-sqlite3; answers why when it cannot. */
export function openNative(peers: Peers, file: string, isNew: boolean): NativeStore | string {
  const library = peers.load<new (file: string) => Database>('better-sqlite3');
  if (typeof library === 'string') {
    return library;
  }
  const database = new library(file);
  database.pragma('page_size = 8192');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('locking_mode = EXCLUSIVE');
  if (isNew) {
    database.exec(schema);
  }
  const insert = database.prepare(insertSpan);
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
    newest: (name, limit) => [newest.all(name, limit), count.get(name)],
    trace: (traceId) => trace.all(traceId),
    exec: (sql) => database.exec(sql),
    all: (sql, ...values) => database.prepare(sql).all(...values),
    close: () => database.close(),
  };
}
