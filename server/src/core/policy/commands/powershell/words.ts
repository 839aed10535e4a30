import { deepest, type SimpleCommand, Unparsable, type Word } from '../simpleCommand';

/** Reads on through one PowerShell script; lists inside words are read by `readList`. */
export interface Cursor {
  readonly text: string;
  at: number;
  readonly depth: number;
  readonly found: SimpleCommand[];
  doubts: string[];
  readonly readList: (cursor: Cursor, closer: string) => void;
}

interface Draft {
  text: string;
  dynamic: boolean;
}

const endsWord = new Set([' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')', '{', '}', '']);

/** Reads one word, or nothing if none starts here. */
export function readWord(cursor: Cursor): Word | undefined {
  const start = cursor.at;
  const draft: Draft = { text: '', dynamic: false };
  if (!readGroup(cursor, draft)) {
    for (let char = charAt(cursor); !endsWord.has(char); char = charAt(cursor)) readPart(cursor, draft, char);
    if (charAt(cursor) === '(' && cursor.at !== start) throw new Unparsable('a method call is not read');
  }
  if (cursor.at === start) return undefined;
  if (draft.text === '--%') throw new Unparsable('--% hides what follows');
  return { ...draft, glob: /[*?[]/.test(draft.text), process: false };
}

/** The character at an offset from here, `''` behind the end. */
export function charAt(cursor: Cursor, offset = 0): string {
  return cursor.text[cursor.at + offset] ?? '';
}

/** Reads a list in brackets in the same text, one level deeper. */
export function readInner(cursor: Cursor, closer: string): void {
  if (cursor.depth >= deepest) throw new Unparsable('commands are nested too deeply');
  const inner: Cursor = { ...cursor, depth: cursor.depth + 1, doubts: [] };
  inner.readList(inner, closer);
  cursor.at = inner.at;
}

/** A whole argument in brackets: the value of a command, or a block of commands. */
function readGroup(cursor: Cursor, draft: Draft): boolean {
  const isBlock = charAt(cursor) === '{';
  const isList = charAt(cursor) === '@' && charAt(cursor, 1) === '(';
  if (!isBlock && !isList && charAt(cursor) !== '(') return false;
  cursor.at += isList ? 2 : 1;
  readInner(cursor, isBlock ? '}' : ')');
  if (!endsWord.has(charAt(cursor))) throw new Unparsable('an expression is not read');
  draft.text = isBlock ? '{…}' : '(…)';
  if (!isBlock) makeDynamic(cursor, draft, 'substitution');
  return true;
}

function readPart(cursor: Cursor, draft: Draft, char: string): void {
  if (char === "'") readSingleQuoted(cursor, draft);
  else if (char === '"') readDoubleQuoted(cursor, draft);
  else if (char === '`') readEscape(cursor, draft, false);
  else if (char === '$') readDollar(cursor, draft);
  else if (char === '@' && /["'{]/.test(charAt(cursor, 1)))
    throw new Unparsable('a here-string or table is not read');
  else {
    if (char === '@' && draft.text === '') makeDynamic(cursor, draft, 'variable');
    draft.text += char;
    cursor.at++;
  }
}

function readSingleQuoted(cursor: Cursor, draft: Draft): void {
  for (;;) {
    const stop = cursor.text.indexOf("'", cursor.at + 1);
    if (stop < 0) throw new Unparsable('a quote is not closed');
    draft.text += cursor.text.slice(cursor.at + 1, stop);
    cursor.at = stop + 1;
    if (charAt(cursor) !== "'") return;
    draft.text += "'";
  }
}

function readDoubleQuoted(cursor: Cursor, draft: Draft): void {
  cursor.at++;
  while (charAt(cursor) !== '"' || charAt(cursor, 1) === '"') readQuotedPart(cursor, draft, charAt(cursor));
  cursor.at++;
}

function readQuotedPart(cursor: Cursor, draft: Draft, char: string): void {
  if (char === '') throw new Unparsable('a quote is not closed');
  if (char === '`') readEscape(cursor, draft, true);
  else if (char === '$') readDollar(cursor, draft);
  else {
    draft.text += char;
    cursor.at += char === '"' ? 2 : 1;
  }
}

/** Outside quotes only escapes that leave the character as it is are understood. */
function readEscape(cursor: Cursor, draft: Draft, isQuoted: boolean): void {
  const escaped = charAt(cursor, 1);
  if (escaped === '' || (!isQuoted && '0abefnrtuv'.includes(escaped))) {
    throw new Unparsable('an escape is not understood');
  }
  if (escaped !== '\n') draft.text += escaped;
  cursor.at += 2;
}

function readDollar(cursor: Cursor, draft: Draft): void {
  if (charAt(cursor, 1) === '(') {
    cursor.at += 2;
    readInner(cursor, ')');
    draft.text += '$(…)';
    makeDynamic(cursor, draft, 'substitution');
    return;
  }
  const rest = cursor.text.slice(cursor.at, cursor.at + 200);
  const name = /^\$(?:[\w:]+|\{[^}`]+\}|[?$^])/.exec(rest)?.[0];
  if (name === undefined) {
    draft.text += '$';
    cursor.at++;
    return;
  }
  cursor.at += name.length;
  draft.text += name;
  makeDynamic(cursor, draft, 'variable');
}

function makeDynamic(cursor: Cursor, draft: Draft, doubt: string): void {
  draft.dynamic = true;
  cursor.doubts.push(doubt);
}
