import { comparisons, type Stage, type StageOperator, structural } from '../ast';
import { precedence } from '../precedence';
import type { Cursor } from './cursor';
import { foldScalars, isScalar, negativeScalar } from './foldScalars';
import { around, parseField } from './parseField';
import { isFunction, parseFunction } from './parseFunction';

const operators: ReadonlySet<string> = new Set([
  ...comparisons.filter((operator) => operator !== '=~'),
  ...structural,
  ...['+', '-', '*', '/', '&&', '||'],
]);

const starts = ["'{'", "'('", 'a function', 'a number'] as const;

/** Reads the parts of a pipeline up to a closing bracket, hints or the end. */
export function parsePipeline(cursor: Cursor): Stage[] {
  const stages = [parseStage(cursor)];
  while (cursor.take('|')) stages.push(parseStage(cursor));
  return stages;
}

/** Reads one part of a pipeline with the operators that stand between its operands. */
export function parseStage(cursor: Cursor, least = 1): Stage {
  let left = parseOperand(cursor);
  for (;;) {
    const { kind, text } = cursor.token;
    const level = kind === 'operator' && operators.has(text) ? precedence(text) : 0;
    if (level < least || level === 0) return left;
    const op = cursor.next().text as StageOperator;
    left = joined(cursor, op, left, parseStage(cursor, level + 1));
  }
}

function joined(cursor: Cursor, op: StageOperator, left: Stage, right: Stage): Stage {
  const at = around(left.at, right.at);
  const isReckoned = op === '+' || op === '-' || op === '*' || op === '/';
  if (isReckoned && left.kind === 'scalar' && right.kind === 'scalar') {
    if (isScalar(left.value) && isScalar(right.value)) {
      const value = foldScalars(op, left.value, right.value);
      if (value !== null) return { kind: 'scalar', value, at };
      cursor.mistake('this has no value: a division by zero, or a number out of range', at);
      return { kind: 'missing', at };
    }
  }
  return { kind: 'join', op, left, right, at };
}

function parseOperand(cursor: Cursor): Stage {
  const { token } = cursor;
  if (cursor.take('{')) return parseFilter(cursor, token.at.start);
  if (cursor.take('(')) return parseGroup(cursor, token.at.start);
  if (cursor.take('-')) return parseNegative(cursor, token.at.start);
  if (token.kind === 'static' && isScalar(token.value)) {
    cursor.next();
    return { kind: 'scalar', value: token.value, at: token.at };
  }
  if (isFunction(token)) return parseFunction(cursor);
  if (token.kind === 'bad') cursor.next();
  else cursor.expected(starts);
  return { kind: 'missing', at: token.at };
}

function parseFilter(cursor: Cursor, start: number): Stage {
  const field = cursor.isAt('}') ? null : parseField(cursor);
  const end = cursor.token.at.end;
  cursor.close('}', ['an operator']);
  return { kind: 'filter', field, at: { start, end } };
}

function parseGroup(cursor: Cursor, start: number): Stage {
  const stages = cursor.nested(() => parsePipeline(cursor), []);
  const at = { start, end: cursor.token.at.end };
  cursor.close(')', ["'|'", 'an operator']);
  const [only] = stages;
  if (only === undefined) return { kind: 'missing', at };
  return stages.length === 1 ? only : { kind: 'pipeline', stages, at };
}

function parseNegative(cursor: Cursor, start: number): Stage {
  const missing: Stage = { kind: 'missing', at: cursor.token.at };
  const operand = cursor.nested(() => parseOperand(cursor), missing);
  const at = { start, end: operand.at.end };
  if (operand.kind === 'scalar' && isScalar(operand.value)) {
    return { kind: 'scalar', value: negativeScalar(operand.value), at };
  }
  cursor.mistake('only a number may follow this minus', { start, end: start + 1 }, ['a number']);
  return { kind: 'missing', at };
}
