import { aggregates, type Extent, type Field, metrics, type Stage, type Static } from '../ast';
import type { Token } from '../lexer/token';
import type { Cursor } from './cursor';
import { isScalar } from './foldScalars';
import { parseField, parseName } from './parseField';

const others = ['by', 'coalesce', 'select', 'topk', 'bottomk', 'compare'] as const;

/** Everything that can be called in a pipeline. */
export const functionNames: readonly string[] = [...aggregates, ...others, ...metrics];

/** Whether a token names a function of pipelines. */
export function isFunction({ kind, text }: Token): boolean {
  return kind === 'word' && functionNames.includes(text);
}

/** Reads a call of a function in a pipeline. */
export function parseFunction(cursor: Cursor): Stage {
  const name = cursor.next();
  const { start } = name.at;
  if (!cursor.take('(')) {
    cursor.expected(["'('"]);
    return { kind: 'missing', at: name.at };
  }
  if (name.text === 'compare') return parseCompare(cursor, name);
  const stage = parseArguments(cursor, name.text, start);
  const end = cursor.token.at.end;
  cursor.close(')', stage.kind === 'by' || stage.kind === 'aggregate' ? ['an operator'] : []);
  const called: Stage = { ...stage, at: { start, end } };
  return called.kind === 'metric' ? withLabels(cursor, called) : called;
}

function parseArguments(cursor: Cursor, name: string, start: number): Stage {
  const at = { start, end: start };
  const aggregate = aggregates.find((one) => one === name);
  if (aggregate !== undefined) {
    const operand = aggregate === 'count' ? null : parseField(cursor);
    return { kind: 'aggregate', name: aggregate, operand, at };
  }
  switch (name) {
    case 'by':
      return { kind: 'by', field: parseField(cursor), at };
    case 'coalesce':
      return { kind: 'coalesce', at };
    case 'select':
      return { kind: 'select', fields: parseNames(cursor), at };
    case 'topk':
    case 'bottomk':
      return { kind: 'rank', name, count: parseCount(cursor), at };
    default:
      return parseMetric(cursor, name, start);
  }
}

function parseMetric(cursor: Cursor, called: string, start: number): Stage {
  const name = metrics.find((one) => one === called) ?? 'rate';
  const takesNone = name === 'rate' || name === 'count_over_time';
  const operand = takesNone ? null : parseName(cursor);
  const numbers = name === 'quantile_over_time' ? parseNumbers(cursor) : [];
  return { kind: 'metric', name, operand, numbers, by: [], at: { start, end: start } };
}

function withLabels(cursor: Cursor, metric: Extract<Stage, { kind: 'metric' }>): Stage {
  if (!cursor.isAt('by', 'word')) return metric;
  cursor.next();
  if (!cursor.take('(')) {
    cursor.expected(["'('"]);
    return metric;
  }
  const by = parseNames(cursor);
  const end = cursor.token.at.end;
  cursor.close(')', ["','"]);
  return { ...metric, by, at: { start: metric.at.start, end } };
}

function parseNames(cursor: Cursor): Field[] {
  const fields = [parseName(cursor)];
  while (cursor.take(',')) fields.push(parseName(cursor));
  return fields;
}

function parseNumbers(cursor: Cursor): Extract<Stage, { kind: 'metric' }>['numbers'] {
  const numbers: { readonly value: Static; readonly at: Extent }[] = [];
  if (!cursor.isAt(',')) cursor.expected(["','"]);
  while (cursor.take(',')) {
    const { token } = cursor;
    if (token.kind !== 'static' || !isScalar(token.value)) {
      cursor.expected(['a number']);
      break;
    }
    numbers.push({ value: token.value, at: token.at });
    cursor.next();
  }
  return numbers;
}

function parseCount(cursor: Cursor): number {
  const { token } = cursor;
  if (token.kind === 'static' && token.value.type === 'int' && token.value.value >= 1) {
    cursor.next();
    return Number(token.value.value);
  }
  cursor.expected(['a whole number above 0']);
  return 1;
}

/** It is part of the language, so that it is refused by its name. */
function parseCompare(cursor: Cursor, name: Token): Stage {
  cursor.mistake('compare() not yet supported', name.at);
  let open = 1;
  while (open > 0 && cursor.token.kind !== 'end') {
    const { kind, text } = cursor.next();
    if (kind === 'operator' && text === '(') open += 1;
    if (kind === 'operator' && text === ')') open -= 1;
  }
  return { kind: 'missing', at: name.at };
}
