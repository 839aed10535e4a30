import { isAscii } from 'node:buffer';

/**
 * Texts of a row up to this size are cut from one string, at a third of the cost, where each byte is a character. One that
 * is kept may keep the others of its row with it, so not of larger rows.
 */
const cutBytes = 1 << 16;

/** Reads the texts of rows, one after the other, out of the bytes in which they lie. */
export class RowTexts {
  readonly #bytes: Buffer;
  readonly #isAscii: boolean;
  /** The texts of the row at hand; null where each is read by itself. */
  #row: string | null = null;
  #rowAt = 0;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#isAscii = isAscii(this.#bytes);
  }

  /** Goes on to a row whose texts take so many bytes together. */
  begin(size: number): void {
    this.#rowAt = this.#at;
    if (size === 0 || size > cutBytes) this.#row = null;
    else if (this.#isAscii) this.#row = this.#bytes.toString('latin1', this.#at, this.#at + size);
    else {
      const row = this.#bytes.toString('utf8', this.#at, this.#at + size);
      // As many characters as bytes: each stands where its byte does.
      this.#row = row.length === size ? row : null;
    }
  }

  /** The next text of the row, by its bytes. */
  next(size: number): string {
    const from = this.#at;
    this.#at += size;
    if (this.#row === null) return this.#bytes.toString('utf8', from, this.#at);
    return this.#row.slice(from - this.#rowAt, this.#at - this.#rowAt);
  }
}
