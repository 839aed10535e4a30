import type { Json } from '#protocol/json';
import { parseExactJson } from '#protocol/otlp/exactJson';

/**
 * Reads a value that was stored as JSON or as Python writes its literals: dictionaries, lists, tuples, texts, numbers,
 * `True`, `False`, `None`. Nothing is ever executed; `undefined` for everything that is no such literal.
 */
export function parseLiteral(text: string): Json | undefined {
  if (text.length > longest) return undefined;
  try {
    return parseExactJson(text) as Json;
  } catch {
    // Not JSON: it may be what Python writes.
  }
  const reader = new LiteralReader(text);
  const value = reader.value(0);
  return value !== undefined && reader.isAtEnd() ? value : undefined;
}

const longest = 4_000_000;
const deepest = 64;

class LiteralReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    this.#skipSpace();
    return this.#at === this.#text.length;
  }

  value(depth: number): Json | undefined {
    if (depth > deepest) return undefined;
    this.#skipSpace();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#dictionary(depth);
      case '[':
        return this.#list(']', depth);
      case '(':
        return this.#list(')', depth);
      default:
        return this.#string() ?? this.#word();
    }
  }

  #dictionary(depth: number): Json | undefined {
    this.#at += 1;
    const found: Record<string, Json> = {};
    while (!this.#take('}')) {
      const key = this.value(depth + 1);
      const value = key !== undefined && this.#take(':') ? this.value(depth + 1) : undefined;
      if (key === undefined || value === undefined || (typeof key === 'object' && key !== null))
        return undefined;
      // A key may be called like something that objects have of themselves.
      Object.defineProperty(found, String(key), {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
      if (!this.#take(',') && !this.#isAt('}')) return undefined;
    }
    return found;
  }

  #list(close: ']' | ')', depth: number): Json | undefined {
    this.#at += 1;
    const found: Json[] = [];
    while (!this.#take(close)) {
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      found.push(value);
      if (!this.#take(',') && !this.#isAt(close)) return undefined;
    }
    return found;
  }

  #string(): string | undefined {
    const part = this.#match(stringForm);
    return part?.slice(1, -1).replaceAll(escapeForm, unescaped);
  }

  #word(): Json | undefined {
    const word = this.#match(wordForm);
    if (word === undefined) return undefined;
    if (Object.hasOwn(words, word)) return words[word];
    // Python groups digits by underscores.
    const written = word.replaceAll('_', '');
    const number = Number(written);
    if (!Number.isFinite(number) || !/^[-+]?[.\d]/.test(word)) return undefined;
    // Of an integer beyond what a number holds the digits are kept.
    return /^[-+]?\d+$/.test(written) && !Number.isSafeInteger(number) ? written.replace('+', '') : number;
  }

  #take(mark: string): boolean {
    if (!this.#isAt(mark)) return false;
    this.#at += 1;
    return true;
  }

  #isAt(mark: string): boolean {
    this.#skipSpace();
    return this.#text[this.#at] === mark;
  }

  #skipSpace(): void {
    this.#match(spaceForm);
  }

  #match(form: RegExp): string | undefined {
    form.lastIndex = this.#at;
    const found = form.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }
}

const spaceForm = /\s*/y;
const stringForm = /'(?:[^'\\\n]|\\[^\n])*'|"(?:[^"\\\n]|\\[^\n])*"/y;
const wordForm = /[-+]?[A-Za-z0-9_.]+(?:(?<=[eE])[-+]\d+)?/y;
const escapeForm = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)/gs;
const words: Readonly<Record<string, Json>> = { True: true, False: false, None: null };
const marks: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
};

function unescaped(part: string): string {
  const mark = part[1] ?? '';
  if ('xuU'.includes(mark) && part.length > 2) {
    const code = Number.parseInt(part.slice(2), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : part;
  }
  if (Object.hasOwn(marks, mark)) return marks[mark] ?? part;
  return mark === '\\' || mark === "'" || mark === '"' ? mark : part;
}
