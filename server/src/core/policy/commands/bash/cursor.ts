import { deepest, longestScript, type SimpleCommand, Unparsable, type Word } from '../simpleCommand';

/** A here-document whose body starts after the next line end. */
interface PendingDocument {
  readonly end: string;
  readonly stripTabs: boolean;
  readonly isQuoted: boolean;
}

/** Reads on through one script; nested scripts share `found` and `doubts` with the script around them. */
export interface Cursor {
  readonly text: string;
  at: number;
  readonly depth: number;
  readonly found: SimpleCommand[];
  readonly documents: PendingDocument[];
  /** Doubts of the command that is being read. */
  doubts: string[];
  /** Reads a list of commands up to the closing character; set by readBash, because words may hold lists. */
  readonly readList: (cursor: Cursor, closer: string) => void;
}

/** What a word is gathered in. */
export interface Draft {
  text: string;
  dynamic: boolean;
  glob: boolean;
  process: boolean;
}

/** An empty word. */
export function emptyDraft(): Draft {
  return { text: '', dynamic: false, glob: false, process: false };
}

/** The character at an offset from here, `''` behind the end. */
export function peek(cursor: Cursor, offset = 0): string {
  return cursor.text[cursor.at + offset] ?? '';
}

/** Takes the given text if it stands here. */
export function take(cursor: Cursor, expected: string): boolean {
  if (!cursor.text.startsWith(expected, cursor.at)) return false;
  cursor.at += expected.length;
  return true;
}

/** Takes everything before the next occurrence of `end`, and `end` itself. */
export function takeUntil(cursor: Cursor, end: string, what: string): string {
  const stop = cursor.text.indexOf(end, cursor.at);
  if (stop < 0) throw new Unparsable(`${what} is not closed`);
  const taken = cursor.text.slice(cursor.at, stop);
  cursor.at = stop + end.length;
  return taken;
}

/** Skips blanks, escaped line ends and a comment. */
export function skipBlanks(cursor: Cursor): void {
  for (;;) {
    const char = peek(cursor);
    if (char === ' ' || char === '\t') cursor.at++;
    else if (cursor.text.startsWith('\\\n', cursor.at)) cursor.at += 2;
    else if (char === '#') {
      const end = cursor.text.indexOf('\n', cursor.at);
      cursor.at = end < 0 ? cursor.text.length : end;
    } else return;
  }
}

/** A cursor over a script inside the script of another cursor, one level deeper. */
export function nested(outer: Cursor, text: string): Cursor {
  return cursorOver(text, outer.depth + 1, outer.found, outer.readList);
}

/** A cursor at the start of a script. */
export function cursorOver(
  text: string,
  depth: number,
  found: SimpleCommand[],
  readList: Cursor['readList'],
): Cursor {
  if (depth > deepest) throw new Unparsable('commands are nested too deeply');
  if (text.length > longestScript) throw new Unparsable('the script is too long');
  if (text.includes('\0')) throw new Unparsable('the script holds a zero byte');
  return { text: text.replaceAll('\r\n', '\n'), at: 0, depth, found, documents: [], doubts: [], readList };
}

/** The finished word. */
export function wordOf({ text, dynamic, glob, process }: Draft): Word {
  return { text, dynamic, glob, process };
}
