import { Unparsable, type Word } from '../simpleCommand';
import { type Cursor, type Draft, emptyDraft, peek, takeUntil, wordOf } from './cursor';
import { readBackticks, readDollar, readProcess } from './dollar';

/** Characters that end a word. */
const endsWord = new Set([' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')', '']);

/** A word and the text it was read from, by which assignments and reserved words are known. */
export interface ReadWord {
  readonly word: Word;
  readonly source: string;
}

/** Reads one word, or nothing if none starts here. */
export function readWord(cursor: Cursor): ReadWord | undefined {
  const start = cursor.at;
  const draft = emptyDraft();
  for (;;) {
    const char = peek(cursor);
    if ((char === '<' || char === '>') && peek(cursor, 1) === '(' && cursor.at === start) {
      readProcess(cursor, draft);
    } else if (endsWord.has(char)) break;
    else readPart(cursor, draft, char);
  }
  if (cursor.at === start) return undefined;
  if (peek(cursor) === '(') throw new Unparsable('a function, array or extended pattern is not read');
  return { word: wordOf(draft), source: cursor.text.slice(start, cursor.at) };
}

function readPart(cursor: Cursor, draft: Draft, char: string): void {
  if (char === "'") {
    cursor.at++;
    draft.text += takeUntil(cursor, "'", 'a quote');
  } else if (char === '"') readDoubleQuoted(cursor, draft);
  else if (char === '\\') readEscape(cursor, draft);
  else if (char === '$') readDollar(cursor, draft, false);
  else if (char === '`') readBackticks(cursor, draft);
  else readPlain(cursor, draft, char);
}

function readPlain(cursor: Cursor, draft: Draft, char: string): void {
  if (char === '*' || char === '?' || char === '[') draft.glob = true;
  if (char === '{' && startsBraces(cursor)) {
    draft.dynamic = true;
    cursor.doubts.push('brace expansion');
  }
  draft.text += char;
  cursor.at++;
}

/** `{a,b}` and `{1..3}` become several words; `{}` and `@{1}` stay as they are. */
function startsBraces(cursor: Cursor): boolean {
  return /^\{[^\s}]*(?:,|\.\.)/.test(cursor.text.slice(cursor.at, cursor.at + 1000));
}

function readEscape(cursor: Cursor, draft: Draft): void {
  const escaped = peek(cursor, 1);
  if (escaped === '') throw new Unparsable('the script ends in a backslash');
  if (escaped !== '\n') draft.text += escaped;
  cursor.at += 2;
}

function readDoubleQuoted(cursor: Cursor, draft: Draft): void {
  cursor.at++;
  while (peek(cursor) !== '"') readQuotedPart(cursor, draft, peek(cursor));
  cursor.at++;
}

function readQuotedPart(cursor: Cursor, draft: Draft, char: string): void {
  if (char === '') throw new Unparsable('a quote is not closed');
  if (char === '\\' && '$`"\\\n'.includes(peek(cursor, 1) || ' ')) readEscape(cursor, draft);
  else if (char === '$') readDollar(cursor, draft, true);
  else if (char === '`') readBackticks(cursor, draft);
  else {
    draft.text += char;
    cursor.at++;
  }
}
