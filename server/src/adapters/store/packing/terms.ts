import type { Cell } from '../record/cells';
import { hashOf } from '../schema/everydayTerms';

/** The database in which terms are looked up and kept. */
export interface TermsHome {
  run(sql: string, values: readonly Cell[]): void;
  /** The first column of the first row; null when there is none. */
  value(sql: string, values?: readonly Cell[]): Cell;
}

/** Texts remembered at the same time, a power of two. */
const rememberedTexts = 8_192;
/** Shorter texts cost nothing where they stand; longer ones seldom come again. */
const sharedLength = { least: 12, most: 4_096 };

/** The texts that rows name by numbers, with what this thread remembers of them. */
export class Terms {
  readonly #home: TermsHome;
  readonly #keys = new Map<string, number>();
  readonly #texts = new Map<number, Buffer>();
  /** What texts were seen, by their hashes: the second time each becomes a term. A place holds the one seen last. */
  readonly #seen = new Int32Array(rememberedTexts);
  #nextKey: number | undefined;

  constructor(home: TermsHome) {
    this.#home = home;
  }

  /** Forgets what it remembers, as after a transaction that was taken back. */
  reload(): void {
    this.#keys.clear();
    this.#texts.clear();
    this.#seen.fill(0);
    this.#nextKey = undefined;
  }

  /** The number of a text, inside the open transaction; new ones are added. */
  keyOf(text: string): number {
    return this.find(text) ?? this.#add(text);
  }

  /** The number of a text that comes again and again; undefined for one that is better kept where it stands. */
  sharedKeyOf(text: string): number | undefined {
    if (text.length < sharedLength.least || text.length > sharedLength.most) return undefined;
    const hash = hashOf(text);
    const place = hash & (rememberedTexts - 1);
    if (this.#seen[place] === hash) return this.keyOf(text);
    this.#seen[place] = hash;
    return undefined;
  }

  /** The number of a text, if it has one. */
  find(text: string): number | undefined {
    const known = this.#keys.get(text);
    if (known !== undefined) return known;
    const sql = 'SELECT key FROM terms WHERE hash = ? AND text = ?';
    const key = this.#home.value(sql, [hashOf(text), text]);
    if (key !== null) this.#remember(text, Number(key));
    return key === null ? undefined : Number(key);
  }

  /** The text behind a number, as the bytes of UTF-8. */
  bytesOf(key: number): Buffer {
    const known = this.#texts.get(key);
    if (known !== undefined) return known;
    const text = this.#home.value('SELECT text FROM terms WHERE key = ?', [key]);
    const bytes = Buffer.from(text === null ? lost : String(text));
    if (this.#texts.size >= rememberedTexts) this.#texts.clear();
    this.#texts.set(key, bytes);
    return bytes;
  }

  #add(text: string): number {
    const key = this.#nextKey ?? Number(this.#home.value('SELECT coalesce(max(key), 0) + 1 FROM terms'));
    this.#home.run('INSERT INTO terms (key, hash, text) VALUES (?, ?, ?)', [key, hashOf(text), text]);
    this.#nextKey = key + 1;
    this.#remember(text, key);
    return key;
  }

  #remember(text: string, key: number): void {
    if (this.#keys.size >= rememberedTexts) this.#keys.clear();
    // A copy: the text may be a part of a whole transaction's, which must not be kept with it.
    this.#keys.set(Buffer.from(text).toString(), key);
  }
}

/** Stands for a text that a damaged store has lost. */
const lost = '\ufffd';
