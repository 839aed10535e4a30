import { AppError } from '#protocol/errors';
import { foldText } from './foldText';

/** One condition on a text: it must, or must not, hold `text`; with `isPrefix` only where a word begins. */
export interface Term {
  readonly text: string;
  readonly isNegated: boolean;
  readonly isPrefix: boolean;
}

/** A search: every group must hold, and a group holds when one of its terms does. */
export type TextQuery = readonly (readonly Term[])[];

/** Reads a person's words literally: each must occur somewhere. */
export function literalQuery(text: string): TextQuery {
  return words(foldText(text)).map((word) => [{ text: word, isNegated: false, isPrefix: false }]);
}

/** Reads a full-text expression: `a OR b`, `"phrase"`, `pre*`, `-not`; a fault is QUERY_INVALID with its column. */
export function expressionQuery(text: string): TextQuery {
  const groups: Term[][] = [];
  const list = [...tokens(text)];
  for (const [index, token] of list.entries()) {
    const before = list[index - 1]?.kind;
    if (token.kind === 'term' && before === 'or') groups.at(-1)?.push(token.term);
    else if (token.kind === 'term') groups.push([token.term]);
    else if (before !== 'term' || list[index + 1]?.kind !== 'term')
      throw invalid(token.column, 'OR needs a term on both sides');
  }
  return groups;
}

/** Whether a folded text answers a query. */
export function answers(folded: string, query: TextQuery): boolean {
  return query.every((group) => group.some((term) => holds(folded, term) !== term.isNegated));
}

type Token =
  | { readonly kind: 'or'; readonly column: number }
  | { readonly kind: 'term'; readonly column: number; readonly term: Term };

function* tokens(text: string): Generator<Token> {
  const pattern = /(?<minus>-?)(?:"(?<phrase>[^"]*)(?<close>"?)|(?<word>[^\s"]+))/gu;
  for (const match of text.matchAll(pattern)) {
    const column = match.index + 1;
    const { minus = '', phrase, close, word = '' } = match.groups ?? {};
    if (phrase !== undefined && close !== '"') throw invalid(column, 'this quote is not closed');
    if (word === 'OR' && minus === '') yield { kind: 'or', column };
    else yield { kind: 'term', column, term: readTerm(column, minus === '-', phrase, word) };
  }
}

function readTerm(column: number, isNegated: boolean, phrase: string | undefined, word: string): Term {
  const isPrefix = phrase === undefined && word.length > 1 && word.endsWith('*');
  const text = foldText(phrase ?? (isPrefix ? word.slice(0, -1) : word)).trim();
  if (text === '') throw invalid(column, 'a term is empty');
  return { text, isNegated, isPrefix };
}

function holds(folded: string, term: Term): boolean {
  if (!term.isPrefix) return folded.includes(term.text);
  for (let at = folded.indexOf(term.text); at >= 0; at = folded.indexOf(term.text, at + 1)) {
    if (at === 0 || !wordEnd.test(folded.slice(Math.max(0, at - 2), at))) return true;
  }
  return false;
}

const wordEnd = /[\p{L}\p{N}_]$/u;

function words(folded: string): readonly string[] {
  return folded.split(' ').filter((word) => word !== '');
}

function invalid(column: number, message: string): AppError {
  return new AppError('QUERY_INVALID', `${message} (column ${column})`, { column });
}
