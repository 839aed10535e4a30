import { deepest, Unparsable } from '../simpleCommand';
import { type Cursor, type Draft, nested, peek, take, takeUntil } from './cursor';

/** Reads what starts with `$`: variables and substitutions make the word dynamic, their commands are kept. */
export function readDollar(cursor: Cursor, draft: Draft, isQuoted: boolean): void {
  cursor.at++;
  if (!isQuoted && take(cursor, "'")) draft.text += readAnsiQuoted(cursor);
  else if (take(cursor, '((')) readArithmetic(cursor, draft);
  else if (take(cursor, '(')) readSubstitution(cursor, draft);
  else if (take(cursor, '{')) readBraced(cursor, draft);
  else if (take(cursor, '[')) throw new Unparsable('old arithmetic is not read');
  else readVariable(cursor, draft, isQuoted);
}

/** Reads a command between backticks, whose own escapes are one level deeper. */
export function readBackticks(cursor: Cursor, draft: Draft): void {
  cursor.at++;
  let script = '';
  for (;;) {
    const char = peek(cursor);
    if (char === '') throw new Unparsable('a backtick is not closed');
    cursor.at++;
    if (char === '`') break;
    if (char === '\\' && '`\\$'.includes(peek(cursor))) {
      script += peek(cursor);
      cursor.at++;
    } else script += char;
  }
  const inner = nested(cursor, script);
  inner.readList(inner, '');
  makeDynamic(cursor, draft, '`…`', 'substitution');
}

/** Reads `<(…)` or `>(…)`: a word that stands for another command's stream. */
export function readProcess(cursor: Cursor, draft: Draft): void {
  cursor.at += 2;
  readNestedList(cursor);
  draft.process = true;
  makeDynamic(cursor, draft, '<(…)', 'process substitution');
}

const variable = /^(?:[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-])/;

/** A lone dollar stands for itself, but in front of a quote it only marks a translated text. */
function readVariable(cursor: Cursor, draft: Draft, isQuoted: boolean): void {
  const name = variable.exec(cursor.text.slice(cursor.at, cursor.at + 200))?.[0];
  if (name !== undefined) {
    cursor.at += name.length;
    makeDynamic(cursor, draft, `$${name}`, 'variable');
  } else if (isQuoted || peek(cursor) !== '"') draft.text += '$';
}

function readSubstitution(cursor: Cursor, draft: Draft): void {
  readNestedList(cursor);
  makeDynamic(cursor, draft, '$(…)', 'substitution');
}

/** The list goes on in the same text, so that quotes inside it are read by the same rules. */
function readNestedList(cursor: Cursor): void {
  if (cursor.depth >= deepest) throw new Unparsable('commands are nested too deeply');
  const inner: Cursor = { ...cursor, depth: cursor.depth + 1, doubts: [], documents: [] };
  inner.readList(inner, ')');
  cursor.at = inner.at;
}

function readArithmetic(cursor: Cursor, draft: Draft): void {
  const body = takeUntil(cursor, '))', 'arithmetic');
  if (!/^[\w\s+\-*/%<>=!&|^~?:$]*$/.test(body)) throw new Unparsable('arithmetic is not understood');
  makeDynamic(cursor, draft, '$((…))', 'variable');
}

function readBraced(cursor: Cursor, draft: Draft): void {
  const body = takeUntil(cursor, '}', '${');
  if (!/^[#!]?[\w@*?$-]+(\[[\w@*]+\])?([:#%/,^+=?-][^`$(){}]*)?$/.test(body) || body.startsWith('!')) {
    throw new Unparsable('an expansion is not understood');
  }
  makeDynamic(cursor, draft, '$…', 'variable');
}

function makeDynamic(cursor: Cursor, draft: Draft, shown: string, doubt: string): void {
  draft.dynamic = true;
  draft.text += shown;
  cursor.doubts.push(doubt);
}

const simpleEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

function readAnsiQuoted(cursor: Cursor): string {
  let text = '';
  for (;;) {
    const char = peek(cursor);
    if (char === '') throw new Unparsable('a quote is not closed');
    cursor.at++;
    if (char === "'") return text;
    text += char === '\\' ? readAnsiEscape(cursor) : char;
  }
}

function readAnsiEscape(cursor: Cursor): string {
  const rest = cursor.text.slice(cursor.at, cursor.at + 9);
  const coded = /^(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3}))/.exec(rest);
  if (coded !== null) {
    cursor.at += coded[0].length;
    const hex = coded[1] ?? coded[2] ?? coded[3];
    const code = hex === undefined ? Number.parseInt(coded[4] ?? '0', 8) : Number.parseInt(hex, 16);
    if (code === 0 || code > 0x10ffff) throw new Unparsable('an escape is not understood');
    return String.fromCodePoint(code);
  }
  const simple = simpleEscapes[rest[0] ?? ''];
  if (simple === undefined) throw new Unparsable('an escape is not understood');
  cursor.at++;
  return simple;
}
