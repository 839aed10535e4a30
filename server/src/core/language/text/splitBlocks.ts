/** One piece of a YAML text: a key of the top level with its value, one entry of its list, or what stands before. */
export interface TextBlock {
  readonly text: string;
  /** Line on which it starts, from 0. */
  readonly line: number;
  /** `list`: a key whose entries are blocks of their own. */
  readonly kind: 'start' | 'key' | 'list' | 'entry';
  /** The key of the top level that it belongs to; empty for the start. */
  readonly key: string;
}

/**
 * Cuts a YAML text at the keys of its top level and at the entries of their lists, so that each block means the same
 * alone as in the whole. `null` for every text where that is not plain from the first letters of its lines: JSON,
 * tabs, several documents, keys that are more than a word.
 */
export function splitBlocks(text: string): readonly TextBlock[] | null {
  const splitter = new Splitter(text);
  let line = 0;
  for (let at = 0; at < text.length; line += 1) {
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline + 1;
    if (!splitter.take(at, end, line)) return null;
    at = end;
  }
  return splitter.finish();
}

const keyForm = /^([A-Za-z_][A-Za-z0-9_.-]*) ?:(?=[ \r\n]|$)/;
const bareForm = /^[ ]*(?:#.*)?\r?\n?$/;
const space = 32;
const dash = 45;
const hash = 35;

class Splitter {
  readonly #text: string;
  readonly #blocks: TextBlock[] = [];
  readonly #keys = new Set<string>();
  #start = 0;
  #line = 0;
  #kind: TextBlock['kind'] = 'start';
  #key = '';
  /** Whether the newest key may still turn out to hold a list. */
  #mayList = false;
  /** Column of the dashes of the list that is being read; -1 outside of lists. */
  #indent = -1;
  #hasMarker = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** Takes one line; false when the text cannot be cut. */
  take(at: number, end: number, line: number): boolean {
    const text = this.#text;
    let first = at;
    while (text.charCodeAt(first) === space) first += 1;
    const code = first < end ? text.charCodeAt(first) : 10;
    if (code === 10 || code === 13) return code === 10 || text.charCodeAt(first + 1) === 10;
    if (code === hash) return true;
    if (code < space || code > 126) return first > at && code > 126 && this.#isInside(first - at);
    if (first === at) return this.#takeUnindented(at, end, line, code);
    return this.#takeIndented(at, first, line, code);
  }

  finish(): readonly TextBlock[] | null {
    this.#close(this.#text.length);
    return this.#keys.size === 0 ? null : this.#blocks;
  }

  #isInside(indent: number): boolean {
    this.#mayList = false;
    return this.#kind !== 'start' && indent > this.#indent;
  }

  #takeUnindented(at: number, end: number, line: number, code: number): boolean {
    if (code === dash) return this.#takeMarker(at, end) || this.#takeEntry(at, 0, line);
    // A long line says what it is at its start.
    const found = keyForm.exec(this.#text.slice(at, Math.min(end, at + 200)));
    const key = found?.[1];
    if (found === null || key === undefined || this.#keys.has(key)) return false;
    this.#keys.add(key);
    this.#open(at, line, 'key', key);
    this.#indent = -1;
    this.#mayList = bareForm.test(this.#text.slice(at + found[0].length, end));
    return true;
  }

  #takeIndented(at: number, first: number, line: number, code: number): boolean {
    const indent = first - at;
    if (this.#kind === 'start') return false;
    if (code === dash && (this.#mayList || indent === this.#indent) && this.#takeEntry(at, indent, line))
      return true;
    return this.#isInside(indent);
  }

  #takeEntry(at: number, indent: number, line: number): boolean {
    const next = this.#text.charCodeAt(at + indent + 1);
    const isEntry = next === space || next === 10 || next === 13 || Number.isNaN(next);
    if (!isEntry || !(this.#mayList || indent === this.#indent)) return false;
    if (this.#mayList) this.#kind = 'list';
    this.#open(at, line, 'entry', this.#key);
    this.#mayList = false;
    this.#indent = indent;
    return true;
  }

  /** One `---` may stand before everything. */
  #takeMarker(at: number, end: number): boolean {
    if (this.#kind !== 'start' || this.#hasMarker) return false;
    this.#hasMarker = /^---[ ]*\r?\n?$/.test(this.#text.slice(at, Math.min(end, at + 100)));
    return this.#hasMarker;
  }

  #open(at: number, line: number, kind: TextBlock['kind'], key: string): void {
    this.#close(at);
    this.#start = at;
    this.#line = line;
    this.#kind = kind;
    this.#key = key;
  }

  #close(end: number): void {
    const text = this.#text.slice(this.#start, end);
    this.#blocks.push({ text, line: this.#line, kind: this.#kind, key: this.#key });
  }
}
