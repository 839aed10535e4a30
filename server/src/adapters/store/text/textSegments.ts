import type { Connection } from '../sqlite/connection';
import { GramLists } from './gramLists';
import { lastUpTo, listOn, listsOn, pagesOf } from './gramPages';
import type { SearchedSegment } from './searchSegment';
import { joinable, type Stretch } from './segmentLevels';

/** A text on its way into the full text. */
export interface PlacedText {
  readonly seq: number;
  readonly text: string;
}

/** One segment of the full text; its tables are read when it is first searched. */
export interface TextSegment extends Stretch {
  readonly id: number;
  readonly size: number;
}

interface Tables {
  /** The event's place, less the segment's first. */
  readonly places: Uint32Array;
  readonly starts: Uint32Array;
  readonly firstGrams: Float64Array;
}

/** Ids of pages are those of their segment with room for this many. */
const pagesOfSegment = 1 << 16;
const segmentColumns =
  'id, first_seq AS firstSeq, last_seq AS lastSeq, texts, size FROM event_text_segments ORDER BY first_seq';

/** The segments of the full text in the database. */
export class TextSegments {
  readonly #connection: Connection;
  readonly #tables = new Map<number, Tables>();
  #all: TextSegment[] = [];

  constructor(connection: Connection) {
    this.#connection = connection;
    this.reload();
  }

  /** Every segment, by its place. */
  get all(): readonly TextSegment[] {
    return this.#all;
  }

  /** Reads again which segments there are, as after a transaction that was taken back. */
  reload(): void {
    this.#tables.clear();
    this.#all = this.#connection.all(`SELECT ${segmentColumns}`) as unknown as TextSegment[];
  }

  /** Adds a segment over a stretch of places, and joins what has grown enough. */
  add(stretch: { readonly firstSeq: number; readonly lastSeq: number }, texts: readonly PlacedText[]): void {
    const lists = new GramLists();
    const starts = texts.map(({ text }) => {
      const start = lists.size;
      lists.addText(text);
      return start;
    });
    const places = texts.map(({ seq }) => seq - stretch.firstSeq);
    this.#store(stretch, lists, { places: Uint32Array.from(places), starts: Uint32Array.from(starts) });
    for (let run = joinable(this.#all); run !== undefined; run = joinable(this.#all)) this.#join(run);
  }

  /** Removes a segment; what is left of its events belongs to none. */
  remove({ id }: TextSegment): void {
    this.#connection.run('DELETE FROM event_text_segments WHERE id = ?', [id]);
    this.#connection.run('DELETE FROM event_text_pages WHERE id BETWEEN ? AND ?', [
      id * pagesOfSegment,
      (id + 1) * pagesOfSegment - 1,
    ]);
    this.#all = this.#all.filter((segment) => segment.id !== id);
    this.#tables.delete(id);
  }

  /** A segment ready for a search, with the places of its events, less its first. */
  open(segment: TextSegment): SearchedSegment & Pick<Tables, 'places'> {
    const { places, starts, firstGrams } = this.#tablesOf(segment);
    const page = (number: number) => this.#page(segment, number);
    return {
      starts,
      places,
      list: (gram) => {
        const number = lastUpTo(firstGrams, gram);
        return number < 0 ? undefined : listOn(page(number), gram);
      },
      *lists(least, most) {
        for (let number = Math.max(0, lastUpTo(firstGrams, least)); number < firstGrams.length; number += 1) {
          if ((firstGrams[number] ?? 0) > most) return;
          for (const { bytes } of listsOn(page(number), least, most)) yield bytes;
        }
      },
    };
  }

  #join(run: readonly TextSegment[]): void {
    const [first, last] = [run[0], run.at(-1)];
    if (first === undefined || last === undefined) return;
    const lists = new GramLists();
    const places: number[] = [];
    const starts: number[] = [];
    for (const segment of run) {
      const tables = this.#tablesOf(segment);
      for (const place of tables.places) places.push(segment.firstSeq + place - first.firstSeq);
      for (const start of tables.starts) starts.push(lists.size + start);
      lists.addSegment(this.#everyList(segment, tables), segment.size);
      this.remove(segment);
    }
    const stretch = { firstSeq: first.firstSeq, lastSeq: last.lastSeq };
    this.#store(stretch, lists, { places: Uint32Array.from(places), starts: Uint32Array.from(starts) });
  }

  *#everyList(segment: TextSegment, { firstGrams }: Tables) {
    for (const number of firstGrams.keys()) yield* listsOn(this.#page(segment, number), 0, Number.MAX_VALUE);
  }

  #store(
    { firstSeq, lastSeq }: { readonly firstSeq: number; readonly lastSeq: number },
    lists: GramLists,
    { places, starts }: Omit<Tables, 'firstGrams'>,
  ): void {
    const pages = pagesOf(lists.sorted());
    const firstGrams = Float64Array.from(pages, (page) => page.firstGram);
    const id = 1 + Math.max(0, ...this.#all.map((segment) => segment.id));
    const segment = { id, firstSeq, lastSeq, texts: places.length, size: lists.size };
    const columns = [id, firstSeq, lastSeq, segment.texts, segment.size];
    this.#connection.run('INSERT INTO event_text_segments VALUES (?, ?, ?, ?, ?, ?, ?, ?)', [
      ...columns,
      ...[places, starts, firstGrams].map(({ buffer }) => new Uint8Array(buffer)),
    ]);
    for (const [number, { bytes }] of pages.entries())
      this.#connection.run('INSERT INTO event_text_pages VALUES (?, ?)', [
        id * pagesOfSegment + number,
        bytes,
      ]);
    this.#tables.set(id, { places, starts, firstGrams });
    this.#all = [...this.#all, segment].sort((a, b) => a.firstSeq - b.firstSeq);
  }

  #tablesOf({ id }: TextSegment): Tables {
    const known = this.#tables.get(id);
    if (known !== undefined) return known;
    const sql = 'SELECT places, starts, first_grams FROM event_text_segments WHERE id = ?';
    const [places, starts, firstGrams] = this.#connection.blobs(sql, [id]) ?? [];
    const tables = {
      places: new Uint32Array(places?.buffer ?? empty),
      starts: new Uint32Array(starts?.buffer ?? empty),
      firstGrams: new Float64Array(firstGrams?.buffer ?? empty),
    };
    this.#tables.set(id, tables);
    return tables;
  }

  #page({ id }: TextSegment, number: number): Uint8Array {
    const sql = 'SELECT lists FROM event_text_pages WHERE id = ?';
    const [page] = this.#connection.blobs(sql, [id * pagesOfSegment + number]) ?? [];
    return page ?? new Uint8Array(8);
  }
}

const empty = new ArrayBuffer(0);
