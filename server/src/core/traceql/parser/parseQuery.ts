import type { Hint, Query } from '../ast';
import { tokenize } from '../lexer/tokenize';
import { type QueryProblem, queryError } from '../queryProblem';
import { Cursor } from './cursor';
import { parseShort } from './parseShort';
import { parsePipeline } from './parseStage';

/** A query as far as it could be understood; with problems it is good for completion only. */
export interface ParsedQuery {
  readonly query: Query;
  readonly problems: readonly QueryProblem[];
}

/** The longest query that is read, in UTF-16 units. */
export const longestQuery = 8192;

/** Reads a query. Never throws and takes time in proportion to the text; a broken text gives what is left of it. */
export function parseQuery(text: string): ParsedQuery {
  if (text.length > longestQuery) {
    const at = { start: longestQuery, end: text.length };
    const problems = [queryError(`a query may have at most ${longestQuery} characters`, at)];
    return { query: { form: 'traceql', stages: [], hints: [] }, problems };
  }
  const cursor = new Cursor(tokenize(text));
  const query = isShort(cursor) ? parseShort(cursor) : parseTraceql(cursor);
  if (cursor.token.kind !== 'end') cursor.expected(["'|'", 'an operator', 'the end']);
  return { query, problems: [...cursor.problems].sort((one, other) => one.at.start - other.at.start) };
}

function isShort(cursor: Cursor): boolean {
  const second = cursor.peek(1);
  return cursor.isAt('traces', 'word') && second.kind === 'operator' && second.text === '{';
}

function parseTraceql(cursor: Cursor): Query {
  const stages = parsePipeline(cursor);
  const hints: Hint[] = [];
  while (cursor.isAt('with', 'word')) hints.push(...parseHints(cursor));
  return { form: 'traceql', stages, hints };
}

function parseHints(cursor: Cursor): Hint[] {
  const hints: Hint[] = [];
  cursor.next();
  if (!cursor.take('(')) {
    cursor.expected(["'('"]);
    return hints;
  }
  do {
    const hint = parseHint(cursor);
    if (hint === null) break;
    hints.push(hint);
  } while (cursor.take(','));
  cursor.close(')', ["','"]);
  return hints;
}

function parseHint(cursor: Cursor): Hint | null {
  const { kind, text: name } = cursor.token;
  if (kind !== 'word') {
    cursor.expected(['the name of a hint']);
    return null;
  }
  cursor.next();
  if (!cursor.take('=')) {
    cursor.expected(["'='"]);
    return null;
  }
  const value = cursor.peek(0);
  if (value.kind !== 'static') {
    cursor.expected(['a value']);
    return null;
  }
  cursor.next();
  return { name, value: value.value };
}
