import type {
  SegmentColumn,
  SegmentEntry,
  SegmentList,
  SegmentSeal,
  SpanMark,
  SpanNews,
  SpanRowsQuery,
} from '../../../runtime/ports/spanPort';
import type { PackedTable } from '../packing/packedTable';
import type { Tables } from '../packing/packedTables';
import { tableColumns } from '../schema/columns';
import type { Connection } from '../sqlite/connection';
import type { PackedRows } from '../sqlite/packedRows';

const columns = Object.keys(tableColumns.spans).join(', ');
const newRows =
  'SELECT rowid AS place, trace_id, start_us FROM packed_spans WHERE rowid > ? ORDER BY rowid LIMIT ?';
const newEvents = `SELECT DISTINCT trace_id FROM packed_spans WHERE span_id IN
  (SELECT span_id FROM packed_events WHERE seq > ? AND seq <= ? AND span_id IS NOT NULL)`;
const newChanges = 'SELECT DISTINCT trace_id FROM span_changes WHERE id > ? AND id <= ?';
/** What followers of the spans read, and the columns that they derive from them. */
export class SpanTables {
  readonly #connection: Connection;
  readonly #packed: PackedTable;

  constructor({ connection, packing }: Tables) {
    this.#connection = connection;
    this.#packed = packing.of('spans');
  }

  news(after: SpanMark, limit: number): SpanNews {
    const rows = this.#connection.all(newRows, [after.row, limit], this.#packed.decoders);
    const isLast = rows.length < limit;
    const traces = new Map<string, { trace_id: string; rows: number; start_us: number }>();
    for (const { trace_id, start_us } of rows) {
      const id = String(trace_id);
      const trace = traces.get(id);
      if (trace === undefined) traces.set(id, { trace_id: id, rows: 1, start_us: Number(start_us) });
      else {
        trace.rows += 1;
        trace.start_us = Math.min(trace.start_us, Number(start_us));
      }
    }
    const event = isLast ? this.#last('events', 'seq') : after.event;
    const change = isLast ? this.#last('span_changes', 'id') : after.change;
    return {
      generation: this.#generation(),
      mark: { row: Number(rows.at(-1)?.['place'] ?? after.row), event, change },
      is_last: isLast,
      traces: [...traces.values()],
      touched: [
        ...(event > after.event ? this.#traces(newEvents, after.event, event) : []),
        ...(change > after.change ? this.#traces(newChanges, after.change, change) : []),
      ],
    };
  }

  /** Rows of spans with their places, packed to be sent to another thread. */
  rows({ trace_ids, after_row, limit }: SpanRowsQuery): PackedRows {
    const traces = this.#packed.anyOf('trace_id', trace_ids);
    const sql = `SELECT rowid AS place, ${columns} FROM packed_spans WHERE ${traces.sql} AND rowid > ? ORDER BY rowid LIMIT ?`;
    return this.#connection.packed(sql, [...traces.values, after_row, limit], this.#packed.decoders);
  }

  segments(): SegmentList {
    const segments = this.#connection.all('SELECT id, head FROM span_segments ORDER BY id');
    return {
      generation: this.#generation(),
      mark: this.#mark(),
      segments: segments as unknown as readonly SegmentEntry[],
    };
  }

  columns(id: number, names: readonly string[]): readonly (Uint8Array | null)[] {
    const sql = 'SELECT data FROM span_segment_columns WHERE segment = ? AND name = ?';
    return names.map((name) => this.#connection.blobs(sql, [id, name])?.[0] ?? null);
  }

  /** To be run in a transaction. */
  keep(id: number, kept: readonly SegmentColumn[]): null {
    for (const { name, data } of kept)
      this.#connection.run('INSERT OR REPLACE INTO span_segment_columns VALUES (?, ?, ?)', [id, name, data]);
    return null;
  }

  /** To be run in a transaction. */
  seal({ generation, after, add, drop, mark }: SegmentSeal): boolean {
    if (generation !== this.#generation() || after !== this.#mark()) return false;
    for (const id of drop) this.#connection.run('DELETE FROM span_segments WHERE id = ?', [id]);
    for (const { id, head } of add)
      this.#connection.run('INSERT INTO span_segments VALUES (?, ?)', [id, head]);
    this.#connection.run(
      'DELETE FROM span_segment_columns WHERE segment NOT IN (SELECT id FROM span_segments)',
    );
    this.#connection.run('UPDATE span_segment_state SET mark = ? WHERE id = 1', [mark]);
    return true;
  }

  /** Removals count up; whatever else gives rows new places (VACUUM) changes the version that SQLite keeps itself. */
  #generation(): string {
    const removals = this.#connection.value('SELECT generation FROM span_segment_state WHERE id = 1');
    return `${removals}.${this.#connection.value('PRAGMA schema_version')}`;
  }

  #mark(): string | null {
    return this.#connection.value('SELECT mark FROM span_segment_state WHERE id = 1') as string | null;
  }

  #last(table: 'events' | 'span_changes', column: string): number {
    return Number(this.#connection.value(`SELECT max(${column}) FROM ${table}`) ?? 0);
  }

  #traces(sql: string, after: number, last: number): readonly string[] {
    return this.#connection
      .all(sql, [after, last], this.#packed.decoders)
      .map(({ trace_id }) => String(trace_id));
  }
}
