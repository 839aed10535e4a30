import { type Field, picks, type Query } from '../ast';
import type { Cursor } from './cursor';
import { around } from './parseField';
import { parseShortTest } from './parseShortTest';

/** Reads the short form: `traces{ span.status = "error" and trace_id = "X" } | pick(trace_id) | limit 50`. */
export function parseShort(cursor: Cursor): Query {
  cursor.next();
  cursor.next();
  const condition = cursor.isAt('}') ? null : parseEither(cursor);
  cursor.close('}', ["'and'", "'or'"]);
  const pick: (typeof picks)[number][] = [];
  let limit: number | null = null;
  while (cursor.take('|')) {
    if (cursor.isAt('pick', 'word')) pick.push(...parsePick(cursor));
    else if (cursor.isAt('limit', 'word')) limit = parseLimit(cursor);
    else {
      cursor.expected(["'pick'", "'limit'"]);
      break;
    }
  }
  return { form: 'short', condition, pick, limit };
}

function parseEither(cursor: Cursor): Field {
  return parseChain(cursor, 'or', '||', () => parseChain(cursor, 'and', '&&', () => parseNot(cursor)));
}

function parseChain(cursor: Cursor, word: string, op: '&&' | '||', parse: () => Field): Field {
  let left = parse();
  while (cursor.isAt(word, 'word')) {
    cursor.next();
    const right = parse();
    left = { kind: 'binary', op, left, right, at: around(left.at, right.at) };
  }
  return left;
}

function parseNot(cursor: Cursor): Field {
  const { at } = cursor.token;
  const missing: Field = { kind: 'missing', at };
  if (cursor.isAt('not', 'word')) {
    cursor.next();
    const operand = cursor.nested(() => parseNot(cursor), missing);
    return { kind: 'unary', op: '!', operand, at: around(at, operand.at) };
  }
  if (cursor.take('(')) {
    const inner = cursor.nested(() => parseEither(cursor), missing);
    cursor.close(')', ["'and'", "'or'"]);
    return inner;
  }
  return parseShortTest(cursor);
}

function parsePick(cursor: Cursor): (typeof picks)[number][] {
  const chosen: (typeof picks)[number][] = [];
  cursor.next();
  if (!cursor.take('(')) {
    cursor.expected(["'('"]);
    return chosen;
  }
  do {
    const { text } = cursor.token;
    const pick = picks.find((one) => one === text);
    if (pick === undefined) {
      cursor.expected(picks.map((one) => `'${one}'`));
      break;
    }
    chosen.push(pick);
    cursor.next();
  } while (cursor.take(','));
  cursor.close(')', ["','"]);
  return chosen;
}

function parseLimit(cursor: Cursor): number | null {
  cursor.next();
  const { token } = cursor;
  const isCount =
    token.kind === 'static' &&
    token.value.type === 'int' &&
    token.value.value >= 1 &&
    token.value.value <= 500;
  if (!isCount) {
    cursor.expected(['a number from 1 to 500']);
    return null;
  }
  cursor.next();
  return token.value.value as number;
}
