import type { EventRow } from '#protocol/rows';
import type { Cell } from '../record/cells';
import type { Connection } from '../sqlite/connection';
import { searchableText } from '../text/foldText';
import { answers, type TextQuery } from '../text/textQuery';
import { indexExpression, trigramsOf } from '../text/trigrams';
import type { Condition } from './rowSql';

/** Events per full text table, so that a deletion rebuilds little. */
const rangeSize = 32_768;
/** Longer texts would cost more to index than to look at. */
const longestText = 1 << 16;
const textColumns = 'seq, summary, type, payload';

type TextRow = Pick<EventRow, 'seq' | 'summary' | 'type' | 'payload'>;

/** The full text of events: one contentless table per range of places, filled behind the writers' backs. */
export class TextIndex {
  readonly #connection: Connection;
  readonly #indexedTo = new Map<number, number>();

  constructor(connection: Connection) {
    this.#connection = connection;
    this.reload();
  }

  /** Reads again how far each range is indexed, as after a transaction that was taken back. */
  reload(): void {
    this.#indexedTo.clear();
    for (const row of this.#connection.all('SELECT range, indexed_to FROM event_text_ranges'))
      this.#indexedTo.set(Number(row['range']), Number(row['indexed_to']));
  }

  /** Indexes up to `count` more events inside the open transaction; false when there were none. */
  indexSome(head: number, count: number): boolean {
    const [gap] = this.#gaps(head);
    if (gap === undefined) return false;
    const { range, after, to } = gap;
    const rows = this.#textRows('seq > ? AND seq <= ? ORDER BY seq LIMIT ?', [after, to, count]);
    this.#connection.execute(
      `CREATE VIRTUAL TABLE IF NOT EXISTS event_text_${range} USING fts4(content='', x, tokenize=simple, matchinfo=fts3, order=desc)`,
    );
    for (const row of rows) this.#indexRow(range, row);
    const indexedTo = rows.length < count ? to : (rows.at(-1)?.seq ?? to);
    this.#connection.run('INSERT OR REPLACE INTO event_text_ranges VALUES (?, ?)', [range, indexedTo]);
    this.#indexedTo.set(range, indexedTo);
    return true;
  }

  /** How many places are not indexed yet. */
  backlog(head: number): number {
    return this.#gaps(head).reduce((sum, { after, to }) => sum + to - after, 0);
  }

  /** Forgets the ranges around removed events inside the open transaction; what is left of them is indexed again. */
  forget(removed: readonly number[]): void {
    for (const range of new Set(removed.map(rangeOf))) {
      if (!this.#indexedTo.has(range)) continue;
      this.#connection.execute(`DROP TABLE IF EXISTS event_text_${range}`);
      this.#connection.run('DELETE FROM event_text_ranges WHERE range = ?', [range]);
      this.#connection.run('DELETE FROM event_text_left_out WHERE seq BETWEEN ? AND ?', [
        range * rangeSize + 1,
        (range + 1) * rangeSize,
      ]);
      this.#indexedTo.delete(range);
    }
  }

  /** The condition on `seq` that holds for exactly the events that answer a search. */
  matching(query: TextQuery, head: number): Condition {
    const { match, isExact } = indexExpression(query);
    const hits = match === null ? [{ sql: 'SELECT seq FROM events', values: [] }] : this.#hits(match);
    if (match === null) return amongAny([listed(this.#answeringAmong(query, this.#seqs(hits)))]);
    const fresh = this.#gaps(head).flatMap(({ after, to }) =>
      this.#answering(query, 'seq > ? AND seq <= ?', [after, to]),
    );
    const leftOut = this.#answering(query, 'seq IN (SELECT seq FROM event_text_left_out)', []);
    const direct = listed([...fresh, ...leftOut]);
    return amongAny(
      isExact ? [...hits, direct] : [listed(this.#answeringAmong(query, this.#seqs(hits))), direct],
    );
  }

  #indexRow(range: number, row: TextRow): void {
    const text = searchableText(row);
    if (text.length > longestText)
      this.#connection.run('INSERT OR IGNORE INTO event_text_left_out VALUES (?)', [row.seq]);
    else
      this.#connection.run(`INSERT INTO event_text_${range} (docid, x) VALUES (CAST(? AS INTEGER), ?)`, [
        row.seq,
        trigramsOf(text),
      ]);
  }

  #hits(match: string): readonly Condition[] {
    return [...this.#indexedTo.keys()].map((range) => ({
      sql: `SELECT docid FROM event_text_${range} WHERE event_text_${range} MATCH ?`,
      values: [match],
    }));
  }

  #seqs(selects: readonly Condition[]): readonly number[] {
    if (selects.length === 0) return [];
    const { sql, values } = amongAny(selects);
    return this.#connection
      .all(`SELECT seq FROM events WHERE ${sql}`, values)
      .map((row) => Number(row['seq']));
  }

  #answering(query: TextQuery, where: string, values: readonly Cell[]): readonly number[] {
    return this.#textRows(where, values)
      .filter((row) => answers(searchableText(row), query))
      .map((row) => row.seq);
  }

  #answeringAmong(query: TextQuery, seqs: readonly number[]): readonly number[] {
    const found: number[] = [];
    for (let at = 0; at < seqs.length; at += 1000) {
      const { sql, values } = amongAny([listed(seqs.slice(at, at + 1000))]);
      found.push(...this.#answering(query, sql, values));
    }
    return found;
  }

  #textRows(where: string, values: readonly Cell[]): readonly TextRow[] {
    const rows = this.#connection.all(`SELECT ${textColumns} FROM events WHERE ${where}`, values);
    return rows as unknown as readonly TextRow[];
  }

  /** The places up to `head` that no table covers yet, oldest first. */
  #gaps(head: number): readonly { readonly range: number; readonly after: number; readonly to: number }[] {
    const gaps = [];
    for (let range = 0; range * rangeSize < head; range += 1) {
      const after = this.#indexedTo.get(range) ?? range * rangeSize;
      const to = Math.min(head, (range + 1) * rangeSize);
      if (after < to) gaps.push({ range, after, to });
    }
    return gaps;
  }
}

function rangeOf(seq: number): number {
  return Math.floor((seq - 1) / rangeSize);
}

function listed(seqs: readonly number[]): Condition {
  return { sql: 'SELECT value FROM json_each(?)', values: [JSON.stringify(seqs)] };
}

function amongAny(selects: readonly Condition[]): Condition {
  return {
    sql: `seq IN (${selects.map((select) => select.sql).join(' UNION ALL ')})`,
    values: selects.flatMap((select) => select.values),
  };
}
