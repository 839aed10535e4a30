import { primaryKeys, type Table } from '#protocol/rows';
import { tableColumns } from './columns';
import { uniqueColumns } from './constraints';
import { viewStatements } from './views';

/** One numbered step from an older schema to a newer one; it runs in a transaction with its entry in the list. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

function firstSchema(): string {
  const tables = Object.keys(tableColumns) as Table[];
  return [...tables.map(tableStatement), ...otherTables, ...indexes, ...triggers, ...viewStatements].join(
    ';\n',
  );
}

function tableStatement(table: Table): string {
  const columns = Object.entries(tableColumns[table]).map(([name, type]) => `${name} ${type}`);
  const more = uniqueColumns[table];
  const unique = more === undefined ? [] : [`UNIQUE (${more.join(', ')})`];
  const key = `PRIMARY KEY (${primaryKeys[table].join(', ')})`;
  return `CREATE TABLE ${table} (${[...columns, key, ...unique].join(', ')})`;
}

const otherTables = [
  `CREATE TABLE batches (id TEXT PRIMARY KEY NOT NULL, plan_id TEXT NOT NULL, name TEXT, total INTEGER NOT NULL,
    next_index INTEGER NOT NULL, status TEXT NOT NULL, result_json TEXT, created_at TEXT NOT NULL, ended_at TEXT)`,
  `CREATE TABLE regression_summaries (summary_id TEXT PRIMARY KEY NOT NULL, summary_path TEXT NOT NULL,
    generated_at_utc TEXT NOT NULL, metric_set TEXT NOT NULL, pass_fail TEXT NOT NULL, run_count INTEGER NOT NULL,
    payload_json TEXT NOT NULL, indexed_at_utc TEXT NOT NULL, created_at TEXT NOT NULL)`,
  `CREATE TABLE events (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, ts TEXT NOT NULL,
    session_id TEXT, run_id TEXT, step_id TEXT, attempt INTEGER, span_id TEXT, type TEXT NOT NULL, level TEXT NOT NULL,
    summary TEXT NOT NULL, payload TEXT NOT NULL, actor TEXT NOT NULL, source TEXT NOT NULL, client_message_id TEXT,
    prev_hash TEXT NOT NULL, hash TEXT NOT NULL)`,
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
  'CREATE TABLE span_changes (id INTEGER PRIMARY KEY AUTOINCREMENT, trace_id TEXT NOT NULL)',
] as const;

const indexes = [
  'CREATE INDEX plans_by_status ON plans (status)',
  'CREATE INDEX runs_by_created_at ON runs (created_at)',
  'CREATE INDEX runs_by_session ON runs (session_id)',
  'CREATE INDEX runs_by_status ON runs (status)',
  'CREATE INDEX runs_by_fingerprint ON runs (fingerprint)',
  'CREATE INDEX runs_by_plan_hash ON runs (plan_hash)',
  'CREATE INDEX runlog_by_type ON runlog (run_id, type)',
  // By the trace alone: within one, rows come in the order in which they were recorded.
  'CREATE INDEX spans_by_trace ON spans (trace_id)',
  'CREATE INDEX spans_by_status ON spans (status, start_us)',
  'CREATE INDEX spans_by_name ON spans (name, start_us)',
  'CREATE INDEX events_by_session ON events (session_id, seq)',
  'CREATE INDEX events_by_run ON events (run_id, seq)',
  'CREATE INDEX events_by_type ON events (type, seq)',
  'CREATE INDEX decisions_by_run ON decisions (run_id)',
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

// Only what a tombstone covers may go; a replacing insert would remove a row without asking, so it is stopped first.
const abort = "BEGIN SELECT RAISE(ABORT, 'events is append-only'); END";
const triggers = [
  `CREATE TRIGGER events_no_update BEFORE UPDATE ON events ${abort}`,
  `CREATE TRIGGER events_no_delete BEFORE DELETE ON events WHEN NOT EXISTS (SELECT 1 FROM event_tombstones
    WHERE first_seq <= OLD.seq AND last_seq >= OLD.seq) ${abort}`,
  `CREATE TRIGGER events_no_replace BEFORE INSERT ON events WHEN EXISTS (SELECT 1 FROM events
    WHERE seq = NEW.seq OR id = NEW.id) ${abort}`,
  `CREATE TRIGGER spans_changed AFTER UPDATE ON spans WHEN OLD.end_us IS NOT NULL
    BEGIN INSERT INTO span_changes (trace_id) VALUES (OLD.trace_id); END`,
  // Nothing derived may outlive what was removed; places of rows may be given away again.
  `CREATE TRIGGER spans_removed AFTER DELETE ON spans BEGIN
    DELETE FROM span_segment_columns; DELETE FROM span_segments; DELETE FROM span_changes;
    UPDATE span_segment_state SET generation = generation + 1, mark = NULL; END`,
] as const;

/** All migrations in order. Until the first release the first one follows the columns of the contract. */
export const migrations: readonly Migration[] = [{ version: 1, sql: firstSchema() }];
