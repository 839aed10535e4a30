import type { Cell } from '../record/cells';
import { timeText } from './decoders';
import { RowTexts } from './rowTexts';

/**
 * Rows as they cross threads: cells one after another, texts as the bytes that SQLite holds; far cheaper than objects. A
 * text that rows name by a number goes along once.
 */
export interface PackedRows {
  readonly columns: readonly string[];
  /** What each cell is. */
  readonly kinds: Uint8Array;
  /** A number, milliseconds, how many bytes a text takes, or which of the terms it is. */
  readonly numbers: Float64Array;
  readonly text: Uint8Array;
}

/** A page of an answer as it crosses threads. */
export interface PackedPage {
  readonly total: number;
  readonly rows: PackedRows;
}

/** Shorter texts are copied byte by byte: the call would cost more. */
const copiedHere = 32;

const nothing = 0;
const number = 1;
const text = 2;
const time = 3;
/** A text that later cells may name; they are counted as they come. */
const firstOfTerm = 4;
const term = 5;

/** Gathers the cells of an answer, row by row. */
export class RowPacker {
  #kinds = new Uint8Array(256);
  #numbers = new Float64Array(256);
  #text = Buffer.allocUnsafe(1 << 14);
  #count = 0;
  #size = 0;
  readonly #terms = new Map<number, number>();

  addNothing(): void {
    this.#add(nothing, 0);
  }

  addNumber(value: number): void {
    this.#add(number, value);
  }

  addTime(ms: number): void {
    this.#add(time, ms);
  }

  addText(memory: Buffer, from: number, size: number): void {
    this.#copy(memory, from, size);
    this.#add(text, size);
  }

  /** A text by its number: what it is goes along where it is named for the first time. */
  addTerm(key: number, bytesOf: (key: number) => Buffer): void {
    const known = this.#terms.get(key);
    if (known !== undefined) this.#add(term, known);
    else {
      this.#terms.set(key, this.#terms.size);
      const bytes = bytesOf(key);
      this.#copy(bytes, 0, bytes.length);
      this.#add(firstOfTerm, bytes.length);
    }
  }

  /** Bytes as the digits that they stand for, behind a prefix. */
  addHex(memory: Buffer, from: number, size: number, prefix: string): void {
    const length = prefix.length + size * 2;
    this.#reserve(length);
    let at = this.#size;
    for (let index = 0; index < prefix.length; index += 1) this.#text[at++] = prefix.charCodeAt(index);
    for (let index = from; index < from + size; index += 1) {
      const byte = memory[index] ?? 0;
      this.#text[at++] = digitOf[byte >> 4] ?? 0;
      this.#text[at++] = digitOf[byte & 15] ?? 0;
    }
    this.#size = at;
    this.#add(text, length);
  }

  /** The rows in buffers of their own size: what is sent to a thread is copied whole. */
  packed(columns: readonly string[]): PackedRows {
    return {
      columns,
      kinds: this.#kinds.slice(0, this.#count),
      numbers: this.#numbers.slice(0, this.#count),
      text: new Uint8Array(this.#text.subarray(0, this.#size)),
    };
  }

  #copy(memory: Buffer, from: number, size: number): void {
    this.#reserve(size);
    if (size > copiedHere) memory.copy(this.#text, this.#size, from, from + size);
    else for (let at = 0; at < size; at += 1) this.#text[this.#size + at] = memory[from + at] ?? 0;
    this.#size += size;
  }

  #reserve(size: number): void {
    if (this.#size + size <= this.#text.length) return;
    const longer = Buffer.allocUnsafe(Math.max(this.#text.length * 2, this.#size + size));
    this.#text.copy(longer, 0, 0, this.#size);
    this.#text = longer;
  }

  #add(kind: number, value: number): void {
    if (this.#count === this.#kinds.length) {
      const [kinds, numbers] = [this.#kinds, this.#numbers];
      this.#kinds = new Uint8Array(kinds.length * 2);
      this.#numbers = new Float64Array(kinds.length * 2);
      this.#kinds.set(kinds);
      this.#numbers.set(numbers);
    }
    this.#kinds[this.#count] = kind;
    this.#numbers[this.#count] = value;
    this.#count += 1;
  }
}

const digitOf = Buffer.from('0123456789abcdef', 'latin1');

/** The rows again as objects, columns by name. */
export function unpackRows(packed: PackedRows): Record<string, Cell>[] {
  const { columns, kinds } = packed;
  const cells = new CellReader(packed);
  const rows: Record<string, Cell>[] = [];
  for (let cell = 0; cell < kinds.length; cell += columns.length) {
    const row: Record<string, Cell> = {};
    cells.beginRow();
    for (const column of columns) row[column] = cells.next();
    rows.push(row);
  }
  return rows;
}

/** Reads packed cells, one after the other. */
class CellReader {
  readonly #packed: PackedRows;
  readonly #texts: RowTexts;
  readonly #terms: string[] = [];
  #cell = 0;

  constructor(packed: PackedRows) {
    this.#packed = packed;
    this.#texts = new RowTexts(packed.text);
  }

  /** Reads the texts of the next row together. */
  beginRow(): void {
    const { columns, kinds, numbers } = this.#packed;
    let size = 0;
    for (let cell = this.#cell; cell < this.#cell + columns.length; cell += 1)
      if (kinds[cell] === text || kinds[cell] === firstOfTerm) size += numbers[cell] ?? 0;
    this.#texts.begin(size);
  }

  next(): Cell {
    const { kinds, numbers } = this.#packed;
    const kind = kinds[this.#cell];
    const value = numbers[this.#cell] ?? 0;
    this.#cell += 1;
    if (kind === nothing) return null;
    if (kind === number) return value;
    if (kind === term) return this.#terms[value] ?? '';
    if (kind === time) return timeText(value);
    const found = this.#texts.next(value);
    if (kind === firstOfTerm) this.#terms.push(found);
    return found;
  }
}
