import type { EventRow } from '#protocol/rows';
import type { ChainVerdict, EventQuery, NewEvent, Page } from '../../../runtime/storePort';
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
import type { TextQuery } from '../text/textQuery';
import { allOf, anyOf, type Condition, type PageSql, pageOf, totalOf } from './rowSql';
import { TextIndex } from './textIndex';

const columns = eventColumns.join(', ');
const insert = `INSERT INTO events (${columns}) VALUES (${eventColumns.map(() => '?').join(', ')})`;
const insertStone = `INSERT INTO event_tombstones VALUES (?, ?, ?, ?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))`;
const verifiedAtOnce = 1000;

/** The chain of events in the database, with its full text. */
export class EventLog {
  readonly text: TextIndex;
  readonly #connection: Connection;
  #head: ChainHead;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.text = new TextIndex(connection);
    this.#head = storedHead(connection);
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
        eventColumns.map((column) => row[column]),
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
    const items = this.#connection.all(page.sql, page.values) as unknown as readonly EventRow[];
    return { total: page.total(items.length), items };
  }

  /** How to read one page of events. */
  page(query: EventQuery): PageSql {
    const text = textQueryOf(query);
    if (text !== undefined) return this.#search(query, text);
    const where = conditionOf(query);
    const order = query.newest_first === true ? 'DESC' : 'ASC';
    const count = `SELECT count(*) FROM events WHERE ${where.sql}`;
    return {
      sql: `SELECT ${columns} FROM events WHERE ${where.sql} ORDER BY seq ${order} LIMIT ? OFFSET ?`,
      values: [...where.values, ...pageOf(query)],
      total: (found) => totalOf(query, found) ?? Number(this.#connection.value(count, where.values)),
    };
  }

  /** Removes the events that meet a condition, inside the open transaction, and leaves tombstones. */
  remove(where: Condition): number {
    const gone = this.#connection.all(
      `SELECT seq, prev_hash, hash FROM events WHERE ${where.sql} ORDER BY seq`,
      where.values,
    ) as unknown as readonly Pick<EventRow, 'seq' | 'prev_hash' | 'hash'>[];
    for (const { first_seq, last_seq, prev_hash, last_hash } of tombstonesFor(gone))
      this.#connection.run(insertStone, [first_seq, last_seq, prev_hash, last_hash]);
    const seqs = gone.map(({ seq }) => seq);
    this.#connection.run('DELETE FROM events WHERE seq IN (SELECT value FROM json_each(?))', [
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
        `SELECT ${columns} FROM events WHERE seq > ? ORDER BY seq LIMIT ${verifiedAtOnce}`,
        [after],
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
    const found = this.#alsoMeeting(conditionOf(query), this.text.search(text, this.#head.seq));
    const ordered = query.newest_first === true ? [...found].reverse() : found;
    const [limit, offset] = pageOf(query).map(Number) as [number, number];
    const from = Math.max(0, offset);
    const some = ordered.slice(from, limit < 0 ? undefined : from + limit);
    const order = query.newest_first === true ? 'DESC' : 'ASC';
    return {
      sql: `SELECT ${columns} FROM events WHERE ${among} ORDER BY seq ${order}`,
      values: [JSON.stringify(some)],
      total: () => found.length,
    };
  }

  /** Those of some places that meet a condition, rising. */
  #alsoMeeting(where: Condition, seqs: readonly number[]): readonly number[] {
    if (where.values.length === 0 && where.sql === allOf([]).sql) return seqs;
    const rows = this.#connection.all(`SELECT seq FROM events WHERE ${where.sql} AND ${among} ORDER BY seq`, [
      ...where.values,
      JSON.stringify(seqs),
    ]);
    return rows.map(({ seq }) => Number(seq));
  }
}

const among = 'seq IN (SELECT value FROM json_each(?))';

function conditionOf(query: EventQuery): Condition {
  const fixed = (column: string, value: Cell | undefined) =>
    value === undefined ? [] : [anyOf(column, [value])];
  return allOf([
    ...filterColumns.flatMap((column) => fixed(column, query[column])),
    ...fixed('span_id', query.trace_span_id),
    ...(query.types === undefined ? [] : [anyOf('type', typesNamed(query.types))]),
    ...(query.after_seq === undefined ? [] : [{ sql: 'seq > ?', values: [query.after_seq] }]),
  ]);
}

function storedHead(connection: Connection): ChainHead {
  const [row] = connection.all(
    `SELECT seq, hash FROM (
      SELECT * FROM (SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1) UNION ALL
      SELECT * FROM (SELECT last_seq, last_hash FROM event_tombstones ORDER BY first_seq DESC LIMIT 1)
    ) ORDER BY seq DESC LIMIT 1`,
  );
  return row === undefined ? chainStart : { seq: Number(row['seq']), hash: String(row['hash']) };
}
