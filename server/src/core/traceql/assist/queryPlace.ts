import type { Token } from '../lexer/token';

/** What is wanted behind some tokens, and what a value would be compared with. */
export interface QueryPlace {
  readonly wants:
    | 'value'
    | 'name'
    | 'field operator'
    | 'stage'
    | 'stage operator'
    | 'short column'
    | 'short stage'
    | 'pick';
  readonly compared: Token | null;
}

/** Tells what may follow these tokens, by the brackets that are open and by the last of them. */
export function queryPlace(tokens: readonly Token[]): QueryPlace {
  const last = tokens.at(-1);
  const isShort = tokens[0]?.text === 'traces';
  const inside = openBracket(tokens);
  const isValueBefore = last !== undefined && endsValue(last);
  const compared = last?.kind === 'operator' ? (tokens.at(-2) ?? null) : null;
  if (isShort) return { wants: shortWants(inside, isValueBefore, last), compared };
  if (inside === '{') return { wants: isValueBefore ? 'field operator' : 'value', compared };
  if (inside === 'call') return { wants: isValueBefore ? 'field operator' : 'name', compared };
  return { wants: isValueBefore ? 'stage operator' : 'stage', compared: null };
}

function shortWants(inside: string, isValueBefore: boolean, last: Token | undefined): QueryPlace['wants'] {
  if (inside === '{') return isValueBefore || isComparison(last) ? 'field operator' : 'short column';
  if (inside === 'call') return 'pick';
  return 'short stage';
}

function isComparison(token: Token | undefined): boolean {
  return token?.kind === 'operator' && /^[=!<>]/.test(token.text);
}

/** The innermost bracket that is open; one that belongs to a function is a `call`. */
function openBracket(tokens: readonly Token[]): '{' | '(' | 'call' | '' {
  const open: ('{' | '(' | 'call')[] = [];
  tokens.forEach(({ kind, text }, index) => {
    if (kind !== 'operator') return;
    if (text === '{') open.push('{');
    if (text === '(') open.push(bracketOf(open.at(-1), tokens[index - 1]));
    if (text === '}' || text === ')') open.pop();
  });
  return open.at(-1) ?? '';
}

function bracketOf(around: '{' | '(' | 'call' | undefined, before: Token | undefined): '{' | '(' | 'call' {
  if (before?.kind === 'word') return 'call';
  return around === '{' || around === 'call' ? around : '(';
}

function endsValue({ kind, text }: Token): boolean {
  return kind === 'operator' ? text === ')' || text === '}' : true;
}
