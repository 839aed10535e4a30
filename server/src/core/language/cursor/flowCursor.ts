import type { TextLines } from '../text/textLines';
import type { CursorPlace } from './place';

interface Frame {
  readonly isMap: boolean;
  readonly keys: string[];
  /** The key whose value is being read, or the index of the entry. */
  key: string | null;
  index: number;
  /** Where the word begins that is being read. */
  word: number;
}

/**
 * The place of a cursor in a value in braces or brackets that starts at an offset; `null` when the value ends before
 * the cursor.
 */
export function flowPlace(
  lines: TextLines,
  start: number,
  cursor: number,
  path: readonly (string | number)[],
): CursorPlace | null {
  const scan = new FlowScan(lines.text);
  for (let at = start; at < cursor; ) {
    at = scan.take(at, cursor);
    if (scan.frames.length === 0) return null;
  }
  const top = scan.frames.at(-1);
  if (top === undefined) return null;
  const word = Math.min(top.word, cursor);
  const text = lines.text.slice(word, cursor);
  const lead = /^\s*["']?/.exec(text)?.[0].length ?? 0;
  const from = word + lead;
  const tail = /^[^\s,\]}:"']*/.exec(lines.text.slice(cursor, cursor + 200))?.[0].length ?? 0;
  return {
    path: [...path, ...scan.frames.flatMap(stepOf)],
    spot: top.isMap && top.key === null ? 'key' : 'value',
    prefix: lines.text.slice(from, cursor),
    range: { start: lines.positionAt(from), end: lines.positionAt(cursor + tail) },
    present: top.keys,
    indent: 0,
    style: 'flow',
  };
}

function stepOf(frame: Frame): readonly (string | number)[] {
  if (!frame.isMap) return [frame.index];
  return frame.key === null ? [] : [frame.key];
}

class FlowScan {
  readonly frames: Frame[] = [];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Takes one piece of the text; returns where the next begins. */
  take(at: number, cursor: number): number {
    const character = this.#text[at] ?? '';
    const top = this.frames.at(-1);
    const behind = this.#skip(top, at, cursor, character);
    if (behind !== null) return behind;
    if (character === '{' || character === '[') {
      this.frames.push({ isMap: character === '{', keys: [], key: null, index: 0, word: at + 1 });
    } else if (character === '}' || character === ']') {
      this.frames.pop();
    } else if (top !== undefined) {
      this.#takeWithin(top, character, at);
    }
    return at + 1;
  }

  /** Where a quoted word or a reference ends, in which braces and commas mean nothing. */
  #skip(top: Frame | undefined, at: number, cursor: number, character: string): number | null {
    if (character === '"' || character === "'") {
      return this.#startsWord(top, at) ? this.#quoted(at, cursor, character) : at + 1;
    }
    if (character !== '$' || this.#text[at + 1] !== '{') return null;
    const close = this.#text.indexOf('}', at);
    return close === -1 || close >= cursor ? cursor : close + 1;
  }

  #takeWithin(top: Frame, character: string, at: number): void {
    if (character === ',') {
      top.key = null;
      top.index += 1;
      top.word = at + 1;
    } else if (character === ':' && top.isMap && top.key === null && this.#endsKey(at)) {
      top.key = unquoted(this.#text.slice(top.word, at).trim());
      top.keys.push(top.key);
      top.word = at + 1;
    }
  }

  #startsWord(top: Frame | undefined, at: number): boolean {
    return top === undefined || this.#text.slice(top.word, at).trim() === '';
  }

  #endsKey(at: number): boolean {
    return /[\s"'[{,}\]]|^$/.test(this.#text[at + 1] ?? '') || /["']/.test(this.#text[at - 1] ?? '');
  }

  #quoted(at: number, cursor: number, quote: string): number {
    for (let next = at + 1; next < cursor; next += 1) {
      if (quote === '"' && this.#text[next] === '\\') next += 1;
      else if (this.#text[next] === quote) return next + 1;
    }
    return cursor;
  }
}

function unquoted(word: string): string {
  return /^["']/.test(word) ? word.slice(1, -1) : word;
}
