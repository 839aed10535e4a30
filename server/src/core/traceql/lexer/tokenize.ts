import { kindWords, type Scope, type Static, scopes, statusWords } from '../ast';
import { leastInteger, mostInteger } from '../evaluate/numbers/reckon';
import { intrinsicOf } from '../intrinsics';
import { type QueryProblem, queryError, quoted } from '../queryProblem';
import { readName } from './readName';
import { readNumber } from './readNumber';
import { readString } from './readString';
import type { Token } from './token';

/** A query cut into tokens; the last is always `end`. */
export interface Tokens {
  readonly tokens: readonly Token[];
  readonly problems: readonly QueryProblem[];
}

/** Cuts a text into tokens; whatever is none becomes a `bad` token with a problem, and reading goes on behind it. */
export function tokenize(text: string): Tokens {
  const tokens: Token[] = [];
  const problems: QueryProblem[] = [];
  let at = afterSpace(text, 0);
  while (at < text.length) {
    const { token, problem } = readToken(text, at);
    tokens.push(token);
    if (problem !== null) problems.push(queryError(problem, token.at));
    at = afterSpace(text, token.at.end);
  }
  tokens.push({ kind: 'end', text: '', at: { start: text.length, end: text.length } });
  return { tokens, problems };
}

interface Read {
  readonly token: Token;
  readonly problem: string | null;
}

const spaceForm = /\s*/y;
const wordForm = /[A-Za-z_][A-Za-z0-9_]*/y;
const scopedForm = /(?:trace|span|event|link|instrumentation):[A-Za-z]*/y;
const operatorForm = /&>>|&<<|!>>|!<<|&&|\|\||&>|&<|&~|=~|!~|!>|!<|!=|>=|<=|>>|<<|[=!<>~|^+\-*/%(){},]/y;

function readToken(text: string, start: number): Read {
  const first = text[start] ?? '';
  if (first === '"' || first === '`') {
    const { end, value, problem } = readString(text, start);
    return made(text, start, end, { type: 'string', value }, problem);
  }
  if (/^\.?\d/.test(text.slice(start, start + 2))) {
    const { end, value, problem } = readNumber(text, start);
    return made(text, start, end, value, problem);
  }
  if (first === '.') return readAttribute(text, start, start + 1, { scope: 'any', ofParent: false });
  const word = matchAt(scopedForm, text, start) || matchAt(wordForm, text, start);
  if (word !== '') return readWord(text, start, word);
  const operator = matchAt(operatorForm, text, start);
  if (operator !== '') return { token: plain('operator', operator, start), problem: null };
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
  return { token: plain('bad', character, start), problem: `${quoted(character)} has no meaning here` };
}

function readWord(text: string, start: number, word: string): Read {
  const end = start + word.length;
  if (text[end] === '.') {
    if (word === 'parent') return readOfParent(text, start, end + 1);
    const scope = scopes.find((one) => one === word);
    if (scope !== undefined) return readAttribute(text, start, end + 1, { scope, ofParent: false });
  }
  const value = staticOf(word);
  return value === null
    ? { token: plain('word', word, start), problem: null }
    : made(text, start, end, value, null);
}

function readOfParent(text: string, start: number, at: number): Read {
  const word = matchAt(wordForm, text, at);
  const scope = text[at + word.length] === '.' ? scopes.find((one) => one === word) : undefined;
  return scope === undefined
    ? readAttribute(text, start, at, { scope: 'any', ofParent: true })
    : readAttribute(text, start, at + word.length + 1, { scope, ofParent: true });
}

function readAttribute(
  text: string,
  start: number,
  nameStart: number,
  { scope, ofParent }: { readonly scope: Scope; readonly ofParent: boolean },
): Read {
  const { end, name, problem } = readName(text, nameStart);
  const at = { start, end };
  return { token: { kind: 'attribute', scope, name, ofParent, text: text.slice(start, end), at }, problem };
}

/** The value that a word stands for; intrinsics and functions are none. */
function staticOf(word: string): Static | null {
  switch (word) {
    case 'true':
    case 'false':
      return { type: 'bool', value: word === 'true' };
    case 'nil':
      return { type: 'nil' };
    case 'minInt':
      return { type: 'int', value: leastInteger };
    case 'maxInt':
      return { type: 'int', value: mostInteger };
    default:
      return namedValue(word);
  }
}

function namedValue(word: string): Static | null {
  if (intrinsicOf(word) !== undefined) return null;
  const status = statusWords.find((one) => one === word);
  if (status !== undefined) return { type: 'status', value: status };
  const kind = kindWords.find((one) => one === word);
  return kind === undefined ? null : { type: 'kind', value: kind };
}

function made(text: string, start: number, end: number, value: Static, problem: string | null): Read {
  return { token: { kind: 'static', value, text: text.slice(start, end), at: { start, end } }, problem };
}

function plain(kind: 'word' | 'operator' | 'bad', text: string, start: number): Token {
  return { kind, text, at: { start, end: start + text.length } };
}

function afterSpace(text: string, at: number): number {
  return at + matchAt(spaceForm, text, at).length;
}

function matchAt(form: RegExp, text: string, at: number): string {
  form.lastIndex = at;
  return form.exec(text)?.[0] ?? '';
}
