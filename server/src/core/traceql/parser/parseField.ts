import { arithmetic, comparisons, type Extent, type Field, type FieldOperator } from '../ast';
import { intrinsicOf } from '../intrinsics';
import type { Token } from '../lexer/token';
import { precedence, prefixPrecedence } from '../precedence';
import type { Cursor } from './cursor';

const operators: ReadonlySet<string> = new Set([...comparisons, ...arithmetic, '&&', '||']);

/** What may stand where a value is wanted. */
export const operands = ['an attribute', 'an intrinsic', 'a value'] as const;

/** Reads what is computed for one span; `missing` where nothing of that kind stands. */
export function parseField(cursor: Cursor, least = 1): Field {
  let left = parsePrefix(cursor);
  for (;;) {
    const { kind, text } = cursor.token;
    const level = kind === 'operator' && operators.has(text) ? precedence(text) : 0;
    if (level < least || level === 0) return left;
    const op = cursor.next().text as FieldOperator;
    refuseDoubled(cursor, op);
    const right = parseField(cursor, op === '^' ? level : level + 1);
    left = { kind: 'binary', op, left, right, at: around(left.at, right.at) };
  }
}

/** The extent from the start of one part to the end of another. */
export function around(first: Extent, last: Extent): Extent {
  return { start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
}

/** Reads an attribute or an intrinsic and nothing else. */
export function parseName(cursor: Cursor): Field {
  const named = nameOf(cursor.token);
  if (named !== null) {
    cursor.next();
    return named;
  }
  cursor.expected(['an attribute', 'an intrinsic']);
  return { kind: 'missing', at: cursor.token.at };
}

/** People who know other languages write `==`. */
function refuseDoubled(cursor: Cursor, op: FieldOperator): void {
  const { at } = cursor.token;
  if (op !== '=' || !cursor.isAt('=')) return;
  cursor.mistake("'==' is no operator; write '='", { start: at.start - 1, end: at.end }, ["'='"]);
  cursor.next();
}

function parsePrefix(cursor: Cursor): Field {
  const { token } = cursor;
  if (cursor.isAt('!') || cursor.isAt('-')) {
    const op = cursor.next().text as '!' | '-';
    const folded = op === '-' ? negative(cursor, token) : null;
    if (folded !== null) return folded;
    const missing: Field = { kind: 'missing', at: cursor.token.at };
    const operand = cursor.nested(() => parseField(cursor, prefixPrecedence[op]), missing);
    return { kind: 'unary', op, operand, at: around(token.at, operand.at) };
  }
  if (cursor.take('(')) {
    const inner = cursor.nested<Field>(() => parseField(cursor), { kind: 'missing', at: token.at });
    cursor.close(')', ['an operator']);
    return inner;
  }
  return parseOperand(cursor);
}

/** A minus right before a number belongs to the number. */
function negative(cursor: Cursor, minus: Token): Field | null {
  const { token } = cursor;
  if (token.kind !== 'static' || !('value' in token.value) || typeof token.value.value !== 'number')
    return null;
  cursor.next();
  const { type, value } = token.value as { type: 'int' | 'float' | 'duration'; value: number };
  const at = around(minus.at, token.at);
  return { kind: 'static', value: { type, value: value === 0 ? 0 : -value }, at };
}

function parseOperand(cursor: Cursor): Field {
  const { token } = cursor;
  if (token.kind === 'static') {
    cursor.next();
    return { kind: 'static', value: token.value, at: token.at };
  }
  const named = nameOf(token);
  if (named !== null) {
    cursor.next();
    return named;
  }
  if (token.kind === 'word') {
    cursor.mistake(unknownWord(token.text), token.at, operands);
    cursor.next();
  } else if (token.kind === 'bad') {
    cursor.next();
  } else {
    cursor.expected(operands);
  }
  return { kind: 'missing', at: token.at };
}

function nameOf(token: Token): Field | null {
  const { at } = token;
  if (token.kind === 'attribute') {
    const { scope, name, ofParent } = token;
    return { kind: 'attribute', scope, name, ofParent, at };
  }
  const name = token.kind === 'word' ? intrinsicOf(token.text) : undefined;
  return name === undefined ? null : { kind: 'intrinsic', name, at };
}

function unknownWord(word: string): string {
  if (word.includes(':')) return `'${word}' is no intrinsic`;
  const shown = word.length > 40 ? `${word.slice(0, 40)}…` : word;
  return `'${shown}' is no intrinsic; an attribute is written with its scope, as in .${shown} or span.${shown}`;
}
