import { type Reference, scanReference } from './reference';

/** One piece of a condition; `column` counts from 1. */
export type Token =
  | { readonly kind: 'operator'; readonly text: string; readonly column: number }
  | { readonly kind: 'literal'; readonly value: null | boolean | number | string; readonly column: number }
  | { readonly kind: 'name'; readonly reference: Reference; readonly column: number }
  | { readonly kind: 'end'; readonly column: number };

/** A mistake in a condition; `column` counts from 1. */
export interface ExpressionError {
  readonly column: number;
  readonly message: string;
}

const operatorForm = /==|!=|<=|>=|&&|\|\||[<>!()]/y;
const numberForm = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![A-Za-z0-9_.])/y;
const keywords: Readonly<Record<string, null | boolean>> = { true: true, false: false, null: null };
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
};
const spaces = /\s*/y;

/** Cuts a condition into tokens, ending with one of kind `end`. */
export function tokenize(
  text: string,
): { readonly tokens: readonly Token[] } | { readonly error: ExpressionError } {
  const tokens: Token[] = [];
  let at = after(spaces, text, 0);
  while (at < text.length) {
    const next = nextToken(text, at);
    if ('error' in next) return next;
    tokens.push(next.token);
    at = after(spaces, text, next.end);
  }
  tokens.push({ kind: 'end', column: text.length + 1 });
  return { tokens };
}

type Next = { readonly token: Token; readonly end: number } | { readonly error: ExpressionError };

function nextToken(text: string, at: number): Next {
  const column = at + 1;
  const operatorEnd = after(operatorForm, text, at);
  if (operatorEnd > at)
    return { token: { kind: 'operator', text: text.slice(at, operatorEnd), column }, end: operatorEnd };
  const character = text[at] ?? '';
  if (character === '"' || character === "'") return stringToken(text, at, character);
  const numberEnd = after(numberForm, text, at);
  if (numberEnd > at) {
    const value = Number(text.slice(at, numberEnd));
    if (!Number.isFinite(value)) return { error: { column, message: 'the number is too large' } };
    return { token: { kind: 'literal', value, column }, end: numberEnd };
  }
  return nameToken(text, at);
}

function nameToken(text: string, at: number): Next {
  const column = at + 1;
  const character = text[at] ?? '';
  if (character === '$')
    return { error: { column, message: 'names stand bare in conditions, as in inputs.x == 1' } };
  if (!/[A-Za-z_]/.test(character)) return { error: { column, message: unexpected(character) } };
  const scanned = scanReference(text, at);
  const word = /^[A-Za-z_]+(?![A-Za-z0-9_.[-])/.exec(text.slice(at, at + 8))?.[0] ?? '';
  if (Object.hasOwn(keywords, word)) {
    return { token: { kind: 'literal', value: keywords[word] ?? null, column }, end: at + word.length };
  }
  if (!('reference' in scanned)) return { error: { column: scanned.at + 1, message: scanned.message } };
  return { token: { kind: 'name', reference: scanned.reference, column }, end: scanned.end };
}

function stringToken(text: string, start: number, quote: string): Next {
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === quote) return { token: { kind: 'literal', value, column: start + 1 }, end: at + 1 };
    if (character !== '\\') {
      value += character;
      continue;
    }
    at += 1;
    const escaped = escapes[text[at] ?? ''];
    if (escaped === undefined) return { error: { column: at, message: 'unknown escape in a string' } };
    value += escaped;
  }
  return { error: { column: start + 1, message: 'the string is not closed' } };
}

function unexpected(character: string): string {
  if (character === '=') return "a single '=' is not an operator; use '=='";
  if (character === '&' || character === '|')
    return `a single '${character}' is not an operator; use '${character}${character}'`;
  return `unexpected '${character}'`;
}

function after(form: RegExp, text: string, at: number): number {
  form.lastIndex = at;
  return at + (form.exec(text)?.[0].length ?? 0);
}
