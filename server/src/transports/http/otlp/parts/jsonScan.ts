import { AppError } from '#protocol/errors';

/** Where something lies in a body, and what lies within it and is read by itself. */
export interface JsonRange {
  start: number;
  end: number;
  /** Where the entries of its list lie, between the brackets: they are read by themselves. */
  readonly holes: (readonly [start: number, end: number])[];
  readonly entries: JsonRange[];
}

/** Names of the lists that lead to spans; their entries are told apart, from groups over scopes to spans. */
const lists = ['resourceSpans', 'scopeSpans', 'spans'] as const;
/** Deeper than any value that is kept, each of which takes several levels of JSON. */
const deepest = 200;
/** Each of them costs more memory than the two bytes that say it. */
const mostContainers = 4_000_000;

const [tab, newLine, carriageReturn, space] = [9, 10, 13, 32];
const [quote, comma, colon, backslash] = [34, 44, 58, 92];
const [openBrace, openBracket, closeBrace, closeBracket] = [123, 91, 125, 93];

/**
 * Finds the groups, scopes and spans of a body of OTLP in JSON without reading it, as much at a time as its caller wants:
 * a body of 64 MiB that was read in one go would keep everybody else waiting for a second.
 */
export class JsonScan {
  readonly root: JsonRange = { start: 0, end: 0, holes: [], entries: [] };
  readonly #bytes: Uint8Array;
  /** The list to whose entries the place belongs, from the outside in: of the root, of a group, of a scope. */
  readonly #path: JsonRange[] = [this.root];
  #at = 0;
  #depth = 0;
  #count = 0;
  /** How many of the containers around the place lead to spans: the root, its list, a group, and so on. */
  #level = 0;
  #isText = false;
  #isKey = false;
  #textStart = 0;
  #key = '';
  /** Where the lists around the place began, those that lead to spans. */
  readonly #listStarts: number[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.root.end = bytes.length;
  }

  /** Goes on for some bytes; answers whether the end is reached. Throws where the brackets do not fit. */
  advance(count: number): boolean {
    const end = Math.min(this.#bytes.length, this.#at + count);
    while (this.#at < end) {
      this.#at = this.#isText ? this.#text(end) : this.#plain(end);
    }
    if (this.#at < this.#bytes.length) return false;
    if (this.#depth !== 0 || this.#isText) throw new AppError('INVALID_JSON', 'the body ends in the middle');
    return true;
  }

  #text(end: number): number {
    const bytes = this.#bytes;
    let at = this.#at;
    while (at < end) {
      const code = bytes[at];
      if (code === backslash) {
        at += 2;
      } else if (code === quote) {
        this.#isText = false;
        if (this.#isKey && this.#depth === this.#level) this.#key = this.#keyText(at);
        return at + 1;
      } else {
        at += 1;
      }
    }
    return at;
  }

  /** A name that leads anywhere is short. */
  #keyText(end: number): string {
    const text = end - this.#textStart > 100 ? '' : textOf(this.#bytes, this.#textStart, end);
    if (!text.includes('\\')) return text;
    try {
      return JSON.parse(`"${text}"`) as string;
    } catch {
      return '';
    }
  }

  #plain(end: number): number {
    const bytes = this.#bytes;
    let at = this.#at;
    for (; at < end; at += 1) {
      const code = bytes[at] ?? 0;
      if (code === quote) {
        this.#isText = true;
        this.#textStart = at + 1;
        return at + 1;
      }
      this.#sign(code, at);
    }
    return at;
  }

  #sign(code: number, at: number): void {
    switch (code) {
      case openBrace:
      case openBracket:
        this.#open(code, at);
        break;
      case closeBrace:
      case closeBracket:
        this.#close(at);
        break;
      case comma:
        this.#next(at);
        break;
      case colon:
        this.#isKey = false;
        break;
    }
  }

  /** Objects and lists lead to spans in turns, each within the one before. */
  #open(code: number, at: number): void {
    this.#depth += 1;
    this.#count += 1;
    if (this.#depth > deepest) throw new AppError('BAD_REQUEST', `the body nests deeper than ${deepest}`);
    if (this.#count > mostContainers) {
      throw new AppError('PAYLOAD_TOO_LARGE', `the body holds more than ${mostContainers} objects and lists`);
    }
    if (this.#level !== this.#depth - 1 || this.#level >= 2 * lists.length) return;
    const isObject = this.#level % 2 === 0;
    if (isObject ? code !== openBrace : code !== openBracket || this.#key !== lists[this.#level >> 1]) return;
    this.#level += 1;
    this.#isKey = isObject;
    this.#key = '';
    if (!isObject) {
      this.#listStarts.push(at);
      this.#pushEntry(at + 1);
    }
  }

  #next(at: number): void {
    if (this.#depth !== this.#level) return;
    if (this.#level % 2 === 1) {
      this.#isKey = true;
      this.#key = '';
    } else {
      this.#endEntry(at);
      this.#pushEntry(at + 1);
    }
  }

  #close(at: number): void {
    if (this.#depth === 0) throw new AppError('INVALID_JSON', 'the body closes more than it opens');
    if (this.#depth === this.#level) {
      if (this.#level % 2 === 0) this.#endList(at);
      this.#level -= 1;
      this.#isKey = false;
    }
    this.#depth -= 1;
  }

  #pushEntry(start: number): void {
    const entry: JsonRange = { start, end: start, holes: [], entries: [] };
    this.#path.at(-1)?.entries.push(entry);
    this.#path.push(entry);
  }

  #endEntry(at: number): void {
    const entry = this.#path.pop();
    if (entry !== undefined) entry.end = at;
  }

  #endList(at: number): void {
    this.#endEntry(at);
    const start = (this.#listStarts.pop() ?? at) + 1;
    const owner = this.#path.at(-1);
    const last = owner?.entries.at(-1);
    owner?.holes.push([start, at]);
    if (last?.start === start && isBlank(this.#bytes, start, at)) owner?.entries.pop();
  }
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const code = bytes[at];
    if (code !== space && code !== newLine && code !== carriageReturn && code !== tab) return false;
  }
  return true;
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}
