import type { SpanQuery } from '../../../runtime/storePort';
import type { PackedSpans } from '../record/spanColumns';
import type { Connection } from '../sqlite/connection';

const cells =
  'rowid AS place, start_us, end_us, span_id, parent_span_id, kind, status, name, service_name, error';
/** The rows are found in an index alone; only those of the page are then read. */
const nextSql = `SELECT ${cells} FROM spans WHERE rowid IN
  (SELECT rowid FROM spans WHERE trace_id = ? AND rowid > ? ORDER BY rowid LIMIT ?) ORDER BY rowid`;
const againSql = `SELECT ${cells} FROM spans
  WHERE trace_id = ? AND span_id IN (SELECT value FROM json_each(?)) ORDER BY rowid`;
const findSql = `SELECT span_id FROM spans WHERE trace_id = ?
  AND (instr(lower(name), ?) OR instr(lower(attributes), ?) OR instr(lower(coalesce(error, '')), ?)) ORDER BY rowid`;

/** Reads a page of spans in the form in which it crosses threads. */
export function readSpans(connection: Connection, query: SpanQuery): PackedSpans {
  const { trace_id, after_row, limit, spans } = query;
  return {
    total: Number(connection.value('SELECT count(*) FROM spans WHERE trace_id = ?', [trace_id])),
    again: connection.packed(againSql, [trace_id, JSON.stringify(spans)]),
    next: connection.packed(nextSql, [trace_id, after_row, limit]),
  };
}

/** Ids of the spans of a trace that contain a text; ASCII letters match in any case. */
export function findSpans(connection: Connection, traceId: string, text: string): readonly string[] {
  const wanted = asciiLower(text);
  return connection.all(findSql, [traceId, wanted, wanted, wanted]).map(({ span_id }) => String(span_id));
}

/** What SQLite's `lower` makes of a text. */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
