import type { SpanQuery } from '../../../runtime/storePort';
import type { Tables } from '../packing/packedTables';
import type { PackedSpans } from '../record/spanColumns';
import { unpackedSql } from '../schema/packedColumns';
import { allOf } from './rowSql';

const cells =
  'rowid AS place, start_us, end_us, span_id, parent_span_id, kind, status, name, service_name, error';
/** The rows are found in an index alone; only those of the page are then read. */
const nextSql = (trace: string) => `SELECT ${cells} FROM packed_spans WHERE rowid IN
  (SELECT rowid FROM packed_spans WHERE ${trace} AND rowid > ? ORDER BY rowid LIMIT ?) ORDER BY rowid`;
/** Reads a page of spans in the form in which it crosses threads. */
export function readSpans({ connection, counts, packing }: Tables, query: SpanQuery): PackedSpans {
  const { trace_id, after_row, limit, spans } = query;
  const packed = packing.of('spans');
  const trace = packed.anyOf('trace_id', [trace_id]);
  const again = allOf([trace, packed.anyOf('span_id', spans)]);
  const againSql = `SELECT ${cells} FROM packed_spans WHERE ${again.sql} ORDER BY rowid`;
  return {
    total: counts.count({ ...trace, table: 'packed_spans', columns: ['trace_id'] }),
    again: connection.packed(againSql, again.values, packed.decoders),
    next: connection.packed(nextSql(trace.sql), [...trace.values, after_row, limit], packed.decoders),
  };
}

/** Ids of the spans of a trace that contain a text; ASCII letters match in any case. */
export function findSpans({ connection, packing }: Tables, traceId: string, text: string): readonly string[] {
  const wanted = asciiLower(text);
  const packed = packing.of('spans');
  const trace = packed.anyOf('trace_id', [traceId]);
  const sql = `SELECT span_id FROM packed_spans WHERE ${trace.sql} AND (instr(lower(${textOf('name')}), ?)
    OR instr(lower(${textOf('attributes')}), ?) OR instr(lower(coalesce(error, '')), ?)) ORDER BY rowid`;
  const rows = connection.all(sql, [...trace.values, wanted, wanted, wanted], packed.decoders);
  return rows.map(({ span_id }) => String(span_id));
}

function textOf(column: 'name' | 'attributes'): string {
  return unpackedSql(column, 'term');
}

/** What SQLite's `lower` makes of a text. */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
