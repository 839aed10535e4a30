import { primaryKeys, type Table } from '#protocol/rows';
import { tableColumns } from './columns';
import { uniqueColumns } from './constraints';
import { everyday, hashOf } from './everydayTerms';
import { type PackedColumns, type Packing, packedColumns, tableName, unpackedSql } from './packedColumns';
import { viewStatements } from './views';

/** One numbered step from an older schema to a newer one; it runs in a transaction with its entry in the list. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

function firstSchema(): string {
  const tables = Object.keys(tableColumns) as Table[];
  const packedTables = Object.entries(packedColumns) as [Table | 'events', PackedColumns][];
  const views = packedTables.map(([table, packed]) => unpackedView(table, packed));
  const tableStatements = tables.map(tableStatement);
  return [...tableStatements, ...otherTables, ...views, ...indexes, ...triggers, ...viewStatements].join(
    ';\n',
  );
}

function tableStatement(table: Table): string {
  const packed: PackedColumns = packedColumns[table] ?? {};
  const columns = Object.entries(tableColumns[table]).map(
    ([name, type]) => `${name} ${storedType(type, packed[name])}`,
  );
  const more = uniqueColumns[table];
  const unique = more === undefined ? [] : [`UNIQUE (${more.join(', ')})`];
  const key = `PRIMARY KEY (${primaryKeys[table].join(', ')})`;
  return `CREATE TABLE ${tableName(table)} (${[...columns, key, ...unique].join(', ')})`;
}

/** Without a type a cell keeps what it is given: a number, bytes or a text. */
function storedType(type: string, packing: Packing | undefined): string {
  if (packing === undefined) return type;
  return packing === 'time' ? type.replace('TEXT', 'INTEGER') : type.replace('TEXT', '');
}

/** The rows of a packed table with all texts as they were written. */
function unpackedView(table: Table | 'events', packed: PackedColumns): string {
  const names = table === 'events' ? eventNames : Object.keys(tableColumns[table]);
  const columns = names.map((name) => {
    const packing = packed[name];
    if (name === 'prev_hash') return `${previousHash} AS prev_hash`;
    return packing === undefined ? name : `${unpackedSql(name, packing)} AS ${name}`;
  });
  // Rows keep their places, and spans of a trace are found by its number.
  const more = ['rowid', ...(table === 'spans' ? ['trace_id AS trace_key'] : [])];
  return `CREATE VIEW ${table} AS SELECT ${[...columns, ...more].join(', ')} FROM packed_${table} AS stored`;
}

const eventNames = [
  ...['seq', 'id', 'ts', 'session_id', 'run_id', 'step_id', 'attempt', 'span_id', 'type', 'level', 'summary'],
  ...['payload', 'actor', 'source', 'client_message_id', 'prev_hash', 'hash'],
];
const previousHash = `coalesce((SELECT lower(hex(before.hash)) FROM packed_events AS before WHERE before.seq = stored.seq - 1),
  (SELECT last_hash FROM event_tombstones WHERE last_seq = stored.seq - 1), '${'0'.repeat(64)}')`;

const otherTables = [
  `CREATE TABLE batches (id TEXT PRIMARY KEY NOT NULL, plan_id TEXT NOT NULL, name TEXT, total INTEGER NOT NULL,
    next_index INTEGER NOT NULL, status TEXT NOT NULL, result_json TEXT, created_at TEXT NOT NULL, ended_at TEXT)`,
  `CREATE TABLE regression_summaries (summary_id TEXT PRIMARY KEY NOT NULL, summary_path TEXT NOT NULL,
    generated_at_utc TEXT NOT NULL, metric_set TEXT NOT NULL, pass_fail TEXT NOT NULL, run_count INTEGER NOT NULL,
    payload_json TEXT NOT NULL, indexed_at_utc TEXT NOT NULL, created_at TEXT NOT NULL)`,
  // Texts that rows of packed tables name by their numbers.
  'CREATE TABLE terms (key INTEGER PRIMARY KEY, hash INTEGER NOT NULL, text TEXT NOT NULL)',
  ...everyday.map((text, at) => `INSERT INTO terms VALUES (${at + 1}, ${hashOf(text)}, '${text}')`),
  // The link to the event before is that one's hash.
  `CREATE TABLE packed_events (seq INTEGER PRIMARY KEY, id NOT NULL UNIQUE, ts INTEGER NOT NULL, session_id, run_id,
    step_id TEXT, attempt INTEGER, span_id, type NOT NULL, level NOT NULL, summary TEXT NOT NULL, payload NOT NULL,
    actor NOT NULL, source NOT NULL, client_message_id TEXT, hash NOT NULL)`,
  `CREATE TABLE event_tombstones (first_seq INTEGER PRIMARY KEY, last_seq INTEGER NOT NULL, prev_hash TEXT NOT NULL,
    last_hash TEXT NOT NULL, created_at TEXT NOT NULL)`,
  // The full text: stretches of events with the runs of characters that occur in them, and the events too long for it.
  `CREATE TABLE event_text_segments (id INTEGER PRIMARY KEY, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,
    texts INTEGER NOT NULL, size INTEGER NOT NULL, places BLOB NOT NULL, starts BLOB NOT NULL, first_grams BLOB NOT NULL)`,
  'CREATE TABLE event_text_pages (id INTEGER PRIMARY KEY, lists BLOB NOT NULL)',
  'CREATE TABLE event_text_left_out (seq INTEGER PRIMARY KEY)',
  // Columns derived from the spans; they may be dropped at any time. What was changed after its end is noted.
  'CREATE TABLE span_segments (id INTEGER PRIMARY KEY, head TEXT NOT NULL)',
  `CREATE TABLE span_segment_columns (segment INTEGER NOT NULL, name TEXT NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (segment, name))`,
  'CREATE TABLE span_segment_state (id INTEGER PRIMARY KEY, generation INTEGER NOT NULL, mark TEXT)',
  'INSERT INTO span_segment_state VALUES (1, 1, NULL)',
  'CREATE TABLE span_changes (id INTEGER PRIMARY KEY AUTOINCREMENT, trace_id NOT NULL)',
] as const;

const indexes = [
  'CREATE INDEX terms_by_hash ON terms (hash)',
  'CREATE INDEX plans_by_status ON plans (status)',
  'CREATE INDEX runs_by_created_at ON runs (created_at)',
  'CREATE INDEX runs_by_session ON runs (session_id)',
  'CREATE INDEX runs_by_status ON runs (status)',
  'CREATE INDEX runs_by_ended_at ON runs (ended_at)',
  'CREATE INDEX runs_by_fingerprint ON runs (fingerprint)',
  'CREATE INDEX runs_by_plan_hash ON runs (plan_hash)',
  'CREATE INDEX runlog_by_type ON runlog (run_id, type)',
  // By the trace alone: within one, rows come in the order in which they were recorded.
  'CREATE INDEX spans_by_trace ON packed_spans (trace_id)',
  `CREATE INDEX spans_by_status ON packed_spans (status, start_us) WHERE status > ${everyday.length}`,
  // For retention: what no run owns, oldest first.
  'CREATE INDEX spans_without_run ON packed_spans (start_us) WHERE run_id IS NULL',
  'CREATE INDEX spans_by_name ON packed_spans (name, start_us)',
  'CREATE INDEX events_by_session ON packed_events (session_id, seq)',
  'CREATE INDEX events_by_run ON packed_events (run_id, seq)',
  `CREATE INDEX events_by_type ON packed_events (type, seq) WHERE type > ${everyday.length}`,
  'CREATE INDEX decisions_by_run ON packed_decisions (run_id)',
  'CREATE INDEX approvals_by_status ON approvals (status)',
  'CREATE INDEX approvals_by_subject ON approvals (subject_id)',
  'CREATE INDEX approvals_by_run ON approvals (run_id)',
  'CREATE INDEX previews_by_run ON previews (run_id, step_id)',
  'CREATE INDEX artifacts_by_sha256 ON artifacts (sha256)',
  'CREATE INDEX checkpoints_by_run ON checkpoints (run_id)',
  'CREATE INDEX checks_by_run ON checks (run_id)',
  'CREATE INDEX usage_by_run ON usage (run_id)',
  'CREATE INDEX writes_by_run ON writes (run_id)',
  'CREATE INDEX writes_by_path ON writes (path)',
] as const;

// Only what a tombstone covers may go. A row that is replaced past the view is missing where the chain is verified: a
// trigger against that would cost as much as the row.
const abort = "BEGIN SELECT RAISE(ABORT, 'events is append-only'); END";
const triggers = [
  // The views are for reading; who writes past them is told why it cannot.
  `CREATE TRIGGER events_view_no_insert INSTEAD OF INSERT ON events ${abort}`,
  `CREATE TRIGGER events_view_no_update INSTEAD OF UPDATE ON events ${abort}`,
  `CREATE TRIGGER events_view_no_delete INSTEAD OF DELETE ON events ${abort}`,
  `CREATE TRIGGER events_no_update BEFORE UPDATE ON packed_events ${abort}`,
  `CREATE TRIGGER events_no_delete BEFORE DELETE ON packed_events WHEN NOT EXISTS (SELECT 1 FROM event_tombstones
    WHERE first_seq <= OLD.seq AND last_seq >= OLD.seq) ${abort}`,
  `CREATE TRIGGER spans_changed AFTER UPDATE ON packed_spans WHEN OLD.end_us IS NOT NULL
    BEGIN INSERT INTO span_changes (trace_id) VALUES (OLD.trace_id); END`,
  // Nothing derived may outlive what was removed; places of rows may be given away again.
  `CREATE TRIGGER spans_removed AFTER DELETE ON packed_spans BEGIN
    DELETE FROM span_segment_columns; DELETE FROM span_segments; DELETE FROM span_changes;
    UPDATE span_segment_state SET generation = generation + 1, mark = NULL; END`,
] as const;

/** All migrations in order. Until the first release the first one follows the columns of the contract. */
export const migrations: readonly Migration[] = [{ version: 1, sql: firstSchema() }];
