import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppError } from '#protocol/errors';
import type {
  EventFilter,
  FileEvent,
  FileSpan,
  FileSummary,
  SpanFilter,
  TraceReader,
} from '../../../runtime/ports/tracePort';
import { latestVersion, newerSchema } from '../engine/openDatabase';
import type { Cell } from '../record/cells';
import { migrations } from '../schema/migrations';
import { type Connection, openConnection } from '../sqlite/connection';
import { frozenDisk, nodeDisk } from '../sqlite/disk';
import { SqlError } from '../sqlite/resultCodes';
import { FileColumns } from './fileColumns';
import { fileTime } from './fileTime';

/** Opens a file of traces so that nothing can change it: our own store, an older one, or that of another program. */
export async function openTraceReader(options: {
  readonly file: string;
  readonly wasmFile: string;
}): Promise<TraceReader> {
  const file = resolve(options.file);
  if (!existsSync(file) || !statSync(file).isFile()) {
    throw new AppError('NOT_FOUND', `there is no file ${file}`, { file });
  }
  const connection = await openConnection(options.wasmFile, frozenDisk(nodeDisk), file);
  try {
    connection.execute(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA query_only = ON; PRAGMA trusted_schema = OFF',
    );
    refuseNewer(connection, file);
    return new SqliteTraceReader(connection, file);
  } catch (error) {
    connection.close();
    throw error instanceof SqlError
      ? new AppError('BAD_REQUEST', `${file} is no database that can be read: ${error.message}`, { file })
      : error;
  }
}

/** Our own store of a newer program may mean something else by what it holds; other programs count their own versions. */
function refuseNewer(connection: Connection, file: string): void {
  const own =
    "SELECT count(*) FROM sqlite_master WHERE name IN ('schema_migrations', 'plan_steps', 'run_notes')";
  if (connection.value(own) !== 3) return;
  const found = Number(connection.value('SELECT max(version) FROM schema_migrations'));
  const known = latestVersion(migrations);
  if (found > known) throw newerSchema(file, found, known);
}

type Row = Readonly<Record<string, Cell>>;

class SqliteTraceReader implements TraceReader {
  readonly #connection: Connection;
  /** Our own store, where a trace is found by its number. */
  readonly #isPacked: boolean;
  readonly #spans: string;
  readonly #events: string | null;

  constructor(connection: Connection, file: string) {
    const spans = new FileColumns(connection, 'spans');
    const hasIds = spans.has('trace_id') && spans.has('span_id');
    if (!hasIds) throw new AppError('BAD_REQUEST', `${file} holds no table of spans`, { file });
    this.#connection = connection;
    this.#isPacked = spans.has('trace_key');
    this.#spans = spansSql(spans);
    const events = new FileColumns(connection, 'events');
    this.#events = events.isThere ? eventsSql(events, this.#isPacked) : null;
  }

  traceIds(limit?: number): readonly string[] {
    return this.summaries(limit).map(({ trace_id }) => trace_id);
  }

  summaries(limit = -1): readonly FileSummary[] {
    const sql = `SELECT trace_id, count(*) AS span_count, min(start_us) AS start_us, max(end_us) AS end_us,
        max(CASE WHEN parent_span_id IS NULL THEN service_name END) AS root_service,
        max(CASE WHEN parent_span_id IS NULL THEN name END) AS root_name,
        max(CASE WHEN parent_span_id IS NULL THEN status END) AS root_status,
        max(CASE WHEN status = 'ERROR' THEN 1 ELSE 0 END) AS has_error
      FROM (${this.#spans}) WHERE trace_id IS NOT NULL GROUP BY trace_id
      ORDER BY min(start_us) DESC, trace_id LIMIT ?`;
    return this.#connection.all(sql, [limit]).map((row) => timed(row) as unknown as FileSummary);
  }

  spans({ limit = -1, ...filter }: SpanFilter): readonly FileSpan[] {
    const { sql, values } = conditions(filter, this.#isPacked);
    const text = `SELECT * FROM (${this.#spans}) ${sql} ORDER BY start_us, place LIMIT ?`;
    return this.#connection
      .all(text, [...values, limit])
      .map(({ trace_key: _, ...row }) => timed(row) as unknown as FileSpan);
  }

  events({ limit = -1, ...filter }: EventFilter): readonly FileEvent[] {
    if (this.#events === null) return [];
    const { sql, values } = conditions(filter, false);
    const text = `SELECT * FROM (${this.#events}) ${sql} ORDER BY place LIMIT ?`;
    return this.#connection.all(text, [...values, limit]).map((row) => timed(row) as unknown as FileEvent);
  }

  close(): void {
    this.#connection.close();
  }
}

function spansSql(columns: FileColumns): string {
  const plain = ['parent_span_id', 'run_id', 'service_name', 'kind', 'name', 'status', 'error', 'timeout'];
  const texts = ['policy_snapshot', 'attributes', 'otlp'];
  const same = [...plain, ...texts].map((name) => `${columns.first(name)} AS ${name}`);
  const times = [
    `${columns.first('start_us', 'start_time')} AS start_us`,
    `${columns.first('end_us', 'end_time')} AS end_us`,
  ];
  const key = columns.has('trace_key') ? 'trace_key' : 'NULL AS trace_key';
  return `SELECT rowid AS place, trace_id, ${key}, span_id, ${[...same, ...times].join(', ')} FROM spans`;
}

/** Events of our own store belong to runs: their trace is that of the span at which they happened. */
function eventsSql(columns: FileColumns, isPacked: boolean): string {
  const ofSpan = isPacked
    ? `(SELECT text FROM packed_spans JOIN terms ON terms.key = trace_id
        WHERE span_id = coalesce(unhex(events.span_id), events.span_id))`
    : '(SELECT trace_id FROM spans WHERE spans.span_id = events.span_id)';
  const traceId = columns.has('trace_id') ? 'trace_id' : ofSpan;
  return `SELECT ${columns.place} AS place, ${traceId} AS trace_id, ${columns.first('span_id')} AS span_id,
    ${columns.first('event_type', 'type')} AS event_type, ${columns.first('level')} AS level,
    ${columns.first('message', 'summary')} AS message, ${columns.first('attributes', 'payload')} AS attributes,
    ${columns.first('timestamp', 'ts')} AS at_us FROM events`;
}

function conditions(
  filter: Readonly<Record<string, string | undefined>>,
  isPacked: boolean,
): {
  readonly sql: string;
  readonly values: readonly string[];
} {
  const given = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const sql = given.length === 0 ? '' : `WHERE ${given.map(([name]) => `${name} = ?`).join(' AND ')}`;
  const values = given.map(([, value]) => value);
  const { trace_id } = filter;
  if (!isPacked || trace_id === undefined) return { sql, values };
  return {
    sql: `${sql} AND trace_key = (SELECT key FROM terms WHERE text = ?)`,
    values: [...values, trace_id],
  };
}

function timed(row: Row): Row {
  const times = ['start_us', 'end_us', 'at_us'].filter((name) => name in row);
  return { ...row, ...Object.fromEntries(times.map((name) => [name, fileTime(row[name] ?? null)])) };
}
