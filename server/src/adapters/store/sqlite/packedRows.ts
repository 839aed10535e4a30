import { isAscii } from 'node:buffer';
import type { Cell } from '../record/cells';

/** Rows as they cross threads: cells one after another, texts as the bytes that SQLite holds; far cheaper than objects. */
export interface PackedRows {
  readonly columns: readonly string[];
  /** What each cell is. */
  readonly kinds: Uint8Array;
  /** A number, or how many bytes a text takes. */
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

/**
 * Texts of a page up to this size are cut from one string, at half the cost, where each byte is a character. One that is
 * kept may keep the others with it, so not of larger pages.
 */
const cutBytes = 1 << 16;

const nothing = 0;
const number = 1;
const text = 2;

/** Gathers the cells of an answer, row by row. */
export class RowPacker {
  #kinds = new Uint8Array(256);
  #numbers = new Float64Array(256);
  #text = Buffer.allocUnsafe(1 << 14);
  #count = 0;
  #size = 0;

  addNothing(): void {
    this.#add(nothing, 0);
  }

  addNumber(value: number): void {
    this.#add(number, value);
  }

  addText(memory: Buffer, from: number, size: number): void {
    if (this.#size + size > this.#text.length) {
      const longer = Buffer.allocUnsafe(Math.max(this.#text.length * 2, this.#size + size));
      this.#text.copy(longer, 0, 0, this.#size);
      this.#text = longer;
    }
    if (size > copiedHere) memory.copy(this.#text, this.#size, from, from + size);
    else for (let at = 0; at < size; at += 1) this.#text[this.#size + at] = memory[from + at] ?? 0;
    this.#size += size;
    this.#add(text, size);
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

/** The rows again as objects, columns by name. */
export function unpackRows({ columns, kinds, numbers, text: bytes }: PackedRows): Record<string, Cell>[] {
  const textAt = textsOf(bytes);
  const rows: Record<string, Cell>[] = [];
  let at = 0;
  for (let cell = 0; cell < kinds.length; ) {
    const row: Record<string, Cell> = {};
    for (const column of columns) {
      const value = numbers[cell] ?? 0;
      if (kinds[cell] === text) {
        row[column] = textAt(at, at + value);
        at += value;
      } else row[column] = kinds[cell] === number ? value : null;
      cell += 1;
    }
    rows.push(row);
  }
  return rows;
}

/** Gives the text between two places among bytes. */
function textsOf(bytes: Uint8Array): (from: number, to: number) => string {
  const texts = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (texts.length > cutBytes || !isAscii(texts)) return (from, to) => texts.toString('utf8', from, to);
  const whole = texts.toString('latin1');
  return (from, to) => whole.slice(from, to);
}
