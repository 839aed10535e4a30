import type { Rows } from '#protocol/rows';
import type { PackedTable } from '../../../server/src/adapters/store/packing/packedTable';
import { PackedTables } from '../../../server/src/adapters/store/packing/packedTables';
import type { TermsHome } from '../../../server/src/adapters/store/packing/terms';
import { tableColumns } from '../../../server/src/adapters/store/schema/columns';
import { migrations } from '../../../server/src/adapters/store/schema/migrations';
import { bytesText, numberText } from '../../../server/src/adapters/store/sqlite/decoders';
import type { Peers } from '../peers';

/** SQLite as a native module, by hand: the same schema and the same promise. */
export interface NativeStore {
  insertSpans(rows: readonly Rows['spans'][]): void;
  /** The newest spans of a name. */
  newest(name: string, limit: number): unknown;
  /** How many spans of a name there are. */
  count(name: string): unknown;
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
export const insertSpan = `INSERT INTO packed_spans (${spanColumns.join(', ')}) VALUES (${spanColumns.map(() => '?').join(', ')})`;
/** The schema that both sides get. */
export const schema = migrations.map(({ sql }) => sql).join(';\n');

/** Opens or makes a file with better-sqlite3; answers why when it cannot. */
export function openNative(peers: Peers, file: string, isNew: boolean): NativeStore | string {
  const database = nativeDatabase(peers, file);
  if (typeof database === 'string') {
    return database;
  }
  if (isNew) {
    database.exec(schema);
  }
  const packing = new PackedTables(homeOf(database)).of('spans');
  const insert = database.prepare(insertSpan);
  const select = (where: string) =>
    database.prepare(`SELECT ${spanColumns.join(', ')} FROM packed_spans WHERE ${where}`);
  const newest = select('name = ? ORDER BY start_us DESC LIMIT ?');
  const count = database.prepare('SELECT count(*) FROM packed_spans WHERE name = ?');
  const trace = select('trace_id = ? ORDER BY start_us');
  const unpacked = (rows: unknown[]) =>
    rows.map((row) => unpackedRow(packing, row as Record<string, unknown>));
  const prepared = statementsOf(database);
  const key = (column: string, text: string) => packing.anyOf(column, [text]).values[0] ?? null;
  return {
    insertSpans: (rows) => {
      database.exec('BEGIN IMMEDIATE');
      for (const row of rows) {
        insert.run(...packing.encode(spanColumns, row as unknown as Record<string, string>));
      }
      database.exec('COMMIT');
    },
    newest: (name, limit) => unpacked(newest.all(key('name', name), limit)),
    count: (name) => count.get(key('name', name)),
    trace: (traceId) => unpacked(trace.all(key('trace_id', traceId))),
    exec: (sql) => database.exec(sql),
    all: (sql, ...values) => prepared(sql).all(...values),
    close: () => database.close(),
  };
}

/** A file of better-sqlite3 that promises what ours does; or why it cannot be had. */
export function nativeDatabase(peers: Peers, file: string): Database | string {
  const library = peers.load<new (file: string) => Database>('better-sqlite3');
  if (typeof library === 'string') {
    return library;
  }
  const database = new library(file);
  database.pragma('page_size = 8192');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('locking_mode = EXCLUSIVE');
  return database;
}

/** Where the native side keeps its terms: it packs rows as ours does, with the same code. */
export function homeOf(database: Pick<Database, 'prepare'>): TermsHome {
  const prepared = statementsOf(database);
  return {
    run: (sql, values) => void prepared(sql).run(...values),
    value: (sql, values = []) => {
      const row = prepared(sql).get(...values) as Record<string, string | number | null> | undefined;
      return row === undefined ? null : (Object.values(row)[0] ?? null);
    },
  };
}

/** Statements by their text, each prepared once. */
function statementsOf(database: Pick<Database, 'prepare'>): (sql: string) => Statement {
  const statements = new Map<string, Statement>();
  return (sql) => {
    const known = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, known);
    return known;
  };
}

function unpackedRow(packing: PackedTable, row: Record<string, unknown>): Record<string, unknown> {
  for (const [name, value] of Object.entries(row)) {
    const decoder = packing.decoders.get(name);
    if (typeof value === 'number') row[name] = numberText(decoder, value) ?? value;
    else if (Buffer.isBuffer(value)) row[name] = bytesText(decoder, value) ?? value;
  }
  return row;
}
