import type { EventRow } from '#protocol/rows';
import type { ChainVerdict, EventQuery, NewEvent, Page } from '../../../runtime/storePort';
import type { Condition } from '../packing/anyOf';
import type { PackedTable } from '../packing/packedTable';
import type { Tables } from '../packing/packedTables';
import type { TermSweep } from '../packing/termSweep';
import type { Cell } from '../record/cells';
import {
  type ChainHead,
  ChainWalk,
  chainStart,
  eventColumns,
  linked,
  type Tombstone,
  tombstonesFor,
} from '../record/chain';
import { filterColumns, textQueryOf, typesNamed } from '../record/eventFilter';
import { taken } from '../record/refusals';
import type { Connection } from '../sqlite/connection';
import { resultCodes, SqlError } from '../sqlite/resultCodes';
import type { RowCounts } from '../sqlite/rowCounts';
import { TextIndex } from '../text/textIndex';
import type { TextQuery } from '../text/textQuery';
import { allOf, type PageSql, pageOf, totalOf } from './rowSql';

const stored = eventColumns.filter((column) => column !== 'prev_hash');
const insert = `INSERT INTO packed_events (${stored.join(', ')}) VALUES (${stored.map(() => '?').join(', ')})`;
/** The link to the event before is that one's hash, or what a tombstone remembers of it. */
const previousHash = `coalesce((SELECT hash FROM packed_events AS before WHERE before.seq = packed_events.seq - 1),
  (SELECT last_hash FROM event_tombstones WHERE last_seq = packed_events.seq - 1), '${chainStart.hash}') AS prev_hash`;
const columns = eventColumns.map((column) => (column === 'prev_hash' ? previousHash : column)).join(', ');
const insertStone = `INSERT INTO event_tombstones VALUES (?, ?, ?, ?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))`;
const verifiedAtOnce = 1000;

/** The chain of events in the database, with its full text. */
export class EventLog {
  readonly text: TextIndex;
  readonly #connection: Connection;
  readonly #counts: RowCounts;
  readonly #packed: PackedTable;
  #head: ChainHead;

  constructor({ connection, counts, packing }: Tables) {
    this.#connection = connection;
    this.#counts = counts;
    this.#packed = packing.of('events');
    this.text = new TextIndex(connection, this.#packed.decoders);
    this.#head = storedHead(connection, this.#packed);
  }

  get head(): ChainHead {
    return this.#head;
  }

  /** Goes back to an earlier head, as after a transaction that was taken back. */
  rewind(head: ChainHead): void {
    this.#head = head;
  }

  append(event: NewEvent): EventRow {
    const row = linked(this.#head, event);
    try {
      this.#connection.run(
        insert,
        this.#packed.encode(stored, row as unknown as Readonly<Record<string, Cell>>),
      );
    } catch (error) {
      if (error instanceof SqlError && error.code === resultCodes.constraint) throw taken('events', ['id']);
      throw error;
    }
    this.#head = { seq: row.seq, hash: row.hash };
    return row;
  }

  query(query: EventQuery): Page<EventRow> {
    const page = this.page(query);
    const items = this.#connection.all(
      page.sql,
      page.values,
      page.decoders,
    ) as unknown as readonly EventRow[];
    return { total: page.total(items.length), items };
  }

  /** How to read one page of events. */
  page(query: EventQuery): PageSql {
    const text = textQueryOf(query);
    if (text !== undefined) return this.#search(query, text);
    const where = conditionOf(this.#packed, query);
    const order = query.newest_first === true ? 'DESC' : 'ASC';
    // Events are never changed, so no column of one is.
    const counted = { ...where, table: 'packed_events', columns: [] };
    return {
      decoders: this.#packed.decoders,
      sql: `SELECT ${columns} FROM packed_events WHERE ${where.sql} ORDER BY seq ${order} LIMIT ? OFFSET ?`,
      values: [...where.values, ...pageOf(query)],
      total: (found) => totalOf(query, found) ?? this.#counts.count(counted),
    };
  }

  /** Removes the events that meet a condition, inside the open transaction, and leaves tombstones. */
  remove(where: Condition, sweep: TermSweep): number {
    sweep.note('events', { ...where, sql: `(${where.sql})` });
    const gone = this.#connection.all(
      `SELECT seq, ${previousHash}, hash FROM packed_events WHERE ${where.sql} ORDER BY seq`,
      where.values,
      this.#packed.decoders,
    ) as unknown as readonly Pick<EventRow, 'seq' | 'prev_hash' | 'hash'>[];
    for (const { first_seq, last_seq, prev_hash, last_hash } of tombstonesFor(gone))
      this.#connection.run(insertStone, [first_seq, last_seq, prev_hash, last_hash]);
    const seqs = gone.map(({ seq }) => seq);
    this.#connection.run('DELETE FROM packed_events WHERE seq IN (SELECT value FROM json_each(?))', [
      JSON.stringify(seqs),
    ]);
    this.text.forget(seqs);
    return gone.length;
  }

  tombstones(): readonly Tombstone[] {
    const stones = 'first_seq, last_seq, prev_hash, last_hash';
    const rows = this.#connection.all(`SELECT ${stones} FROM event_tombstones ORDER BY first_seq`);
    return rows as unknown as readonly Tombstone[];
  }

  verify(): ChainVerdict {
    const walk = new ChainWalk();
    const stones = [...this.tombstones()];
    for (let after = 0; ; ) {
      const rows = this.#connection.all(
        `SELECT ${columns} FROM packed_events WHERE seq > ? ORDER BY seq LIMIT ${verifiedAtOnce}`,
        [after],
        this.#packed.decoders,
      );
      for (const row of rows) {
        after = Number(row['seq']);
        while (stones[0] !== undefined && stones[0].first_seq < after)
          walk.tombstone(stones.shift() as Tombstone);
        walk.event(row);
      }
      if (rows.length < verifiedAtOnce) break;
    }
    for (const stone of stones) walk.tombstone(stone);
    return walk.verdict();
  }

  #search(query: EventQuery, text: TextQuery): PageSql {
    const found = this.#alsoMeeting(conditionOf(this.#packed, query), this.text.search(text, this.#head.seq));
    const ordered = query.newest_first === true ? [...found].reverse() : found;
    const [limit, offset] = pageOf(query).map(Number) as [number, number];
    const from = Math.max(0, offset);
    const some = ordered.slice(from, limit < 0 ? undefined : from + limit);
    const order = query.newest_first === true ? 'DESC' : 'ASC';
    return {
      decoders: this.#packed.decoders,
      sql: `SELECT ${columns} FROM packed_events WHERE ${among} ORDER BY seq ${order}`,
      values: [JSON.stringify(some)],
      total: () => found.length,
    };
  }

  /** Those of some places that meet a condition, rising. */
  #alsoMeeting(where: Condition, seqs: readonly number[]): readonly number[] {
    if (where.values.length === 0 && where.sql === allOf([]).sql) return seqs;
    const rows = this.#connection.all(
      `SELECT seq FROM packed_events WHERE ${where.sql} AND ${among} ORDER BY seq`,
      [...where.values, JSON.stringify(seqs)],
    );
    return rows.map(({ seq }) => Number(seq));
  }
}

const among = 'seq IN (SELECT value FROM json_each(?))';

function conditionOf(packed: PackedTable, query: EventQuery): Condition {
  const fixed = (column: string, value: Cell | undefined) =>
    value === undefined ? [] : [packed.anyOf(column, [value])];
  return allOf([
    ...filterColumns.flatMap((column) => fixed(column, query[column])),
    ...fixed('span_id', query.trace_span_id),
    ...(query.types === undefined ? [] : [packed.anyOf('type', typesNamed(query.types))]),
    ...(query.after_seq === undefined ? [] : [{ sql: 'seq > ?', values: [query.after_seq] }]),
  ]);
}

function storedHead(connection: Connection, { decoders }: PackedTable): ChainHead {
  const [row] = connection.all(
    `SELECT seq, hash FROM (
      SELECT * FROM (SELECT seq, hash FROM packed_events ORDER BY seq DESC LIMIT 1) UNION ALL
      SELECT * FROM (SELECT last_seq, last_hash FROM event_tombstones ORDER BY first_seq DESC LIMIT 1)
    ) ORDER BY seq DESC LIMIT 1`,
    [],
    decoders,
  );
  return row === undefined ? chainStart : { seq: Number(row['seq']), hash: String(row['hash']) };
}
