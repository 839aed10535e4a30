import type { EventRow } from '#protocol/rows';
import type { Cell } from '../record/cells';
import type { Connection } from '../sqlite/connection';
import type { Decoders } from '../sqlite/decoders';
import { searchableText } from './foldText';
import { isExact, searchSegment } from './searchSegment';
import { answers, type TextQuery } from './textQuery';
import { TextSegments } from './textSegments';

/** Longer texts would cost more to index than to look at. */
const longestText = 1 << 16;
const textColumns = 'seq, summary, type, payload';

type TextRow = Pick<EventRow, 'seq' | 'summary' | 'type' | 'payload'>;

/** The full text of events, in segments over stretches of places that are filled behind the writers' backs. */
export class TextIndex {
  readonly #connection: Connection;
  readonly #decoders: Decoders;
  readonly #segments: TextSegments;

  constructor(connection: Connection, decoders: Decoders) {
    this.#connection = connection;
    this.#decoders = decoders;
    this.#segments = new TextSegments(connection);
  }

  /** Reads again how far the events are indexed, as after a transaction that was taken back. */
  reload(): void {
    this.#segments.reload();
  }

  /** Indexes up to `count` more events inside the open transaction; false when there were none. */
  indexSome(head: number, count: number): boolean {
    const [gap] = this.#gaps(head);
    if (gap === undefined) return false;
    const rows = this.#textRows('seq > ? AND seq <= ? ORDER BY seq LIMIT ?', [gap.after, gap.to, count]);
    const lastSeq = rows.length < count ? gap.to : (rows.at(-1)?.seq ?? gap.to);
    const texts = rows.map((row) => ({ seq: row.seq, text: searchableText(row) }));
    for (const { seq } of texts.filter(({ text }) => text.length > longestText))
      this.#connection.run('INSERT OR IGNORE INTO event_text_left_out VALUES (?)', [seq]);
    this.#segments.add(
      { firstSeq: gap.after + 1, lastSeq },
      texts.filter(({ text }) => text.length <= longestText),
    );
    return true;
  }

  /** Forgets the stretches around removed events inside the open transaction; what is left of them is indexed again. */
  forget(removed: readonly number[]): void {
    const sorted = Float64Array.from(removed).sort();
    let at = 0;
    for (const segment of [...this.#segments.all]) {
      while (at < sorted.length && (sorted[at] ?? 0) < segment.firstSeq) at += 1;
      if ((sorted[at] ?? Number.POSITIVE_INFINITY) > segment.lastSeq) continue;
      this.#segments.remove(segment);
      this.#connection.run('DELETE FROM event_text_left_out WHERE seq BETWEEN ? AND ?', [
        segment.firstSeq,
        segment.lastSeq,
      ]);
    }
  }

  /** The places of exactly the events that answer a search, rising. */
  search(query: TextQuery, head: number): readonly number[] {
    const hits = this.#indexed(query);
    const found = isExact(query) ? hits : this.#answeringAmong(query, hits);
    const fresh = this.#gaps(head).flatMap(({ after, to }) =>
      this.#answering(query, 'seq > ? AND seq <= ?', [after, to]),
    );
    const leftOut = this.#answering(query, 'seq IN (SELECT seq FROM event_text_left_out)', []);
    if (fresh.length === 0 && leftOut.length === 0) return found;
    return [...new Set([...found, ...fresh, ...leftOut])].sort((a, b) => a - b);
  }

  #indexed(query: TextQuery): readonly number[] {
    const found: number[] = [];
    for (const segment of this.#segments.all) {
      const opened = this.#segments.open(segment);
      for (const text of searchSegment(opened, query))
        found.push(segment.firstSeq + (opened.places[text] ?? 0));
    }
    return found;
  }

  #answering(query: TextQuery, where: string, values: readonly Cell[]): readonly number[] {
    return this.#textRows(where, values)
      .filter((row) => answers(searchableText(row), query))
      .map((row) => row.seq);
  }

  #answeringAmong(query: TextQuery, seqs: readonly number[]): readonly number[] {
    const found: number[] = [];
    for (let at = 0; at < seqs.length; at += 1000)
      found.push(
        ...this.#answering(query, 'seq IN (SELECT value FROM json_each(?)) ORDER BY seq', [
          JSON.stringify(seqs.slice(at, at + 1000)),
        ]),
      );
    return found;
  }

  #textRows(where: string, values: readonly Cell[]): readonly TextRow[] {
    const sql = `SELECT ${textColumns} FROM packed_events WHERE ${where}`;
    const rows = this.#connection.all(sql, values, this.#decoders);
    return rows as unknown as readonly TextRow[];
  }

  /** The places up to `head` that no segment covers yet, oldest first. */
  #gaps(head: number): readonly { readonly after: number; readonly to: number }[] {
    const gaps = [];
    let after = 0;
    for (const { firstSeq, lastSeq } of this.#segments.all) {
      if (firstSeq > after + 1) gaps.push({ after, to: firstSeq - 1 });
      after = lastSeq;
    }
    if (after < head) gaps.push({ after, to: head });
    return gaps;
  }
}
