import type { SeenFacts } from '#protocol/language/service';
import { kindWords, picks, statusWords } from '../ast';
import { knownAttribute, knownAttributes } from '../check/knownAttributes';
import { type IntrinsicName, intrinsicOf, intrinsics } from '../intrinsics';
import { isBareName } from '../lexer/readName';
import type { Token } from '../lexer/token';
import { tokenize } from '../lexer/tokenize';
import { functionNames } from '../parser/parseFunction';
import { longestQuery } from '../parser/parseQuery';
import { shortColumns } from '../parser/parseShortTest';
import { printString } from '../print/printStatic';
import { noFacts } from './queryFacts';
import { queryPlace } from './queryPlace';

/** What may stand at the cursor: it replaces the text from `start` to `end`. */
export interface QueryOffer {
  readonly label: string;
  readonly kind: 'attribute' | 'intrinsic' | 'function' | 'value' | 'operator';
  readonly detail: string;
  readonly insert: string;
  readonly start: number;
  readonly end: number;
}

/** What may stand at a place of a query, however broken it is; offers begin with what is written before the cursor. */
export function completeTraceql(text: string, offset: number, facts: SeenFacts = noFacts): QueryOffer[] {
  if (text.length > longestQuery) return [];
  const { tokens } = tokenize(text.slice(0, offset));
  const written = tokens.at(-2);
  const isWriting = written !== undefined && written.at.end === offset && written.kind !== 'operator';
  const before = tokens.slice(0, isWriting ? -2 : -1);
  const prefix = isWriting ? written.text : '';
  const bare = offersAt(before, facts).filter(({ insert }) => fits(insert, prefix));
  return bare.map((offer) => ({ ...offer, start: offset - prefix.length, end: offset }));
}

type Bare = Omit<QueryOffer, 'start' | 'end'>;

function fits(insert: string, prefix: string): boolean {
  const [one, other] = [insert.toLowerCase(), prefix.toLowerCase()];
  return one.startsWith(other) || (other.startsWith('.') && one.includes(other));
}

function offersAt(before: readonly Token[], facts: SeenFacts): Bare[] {
  const { wants, compared } = queryPlace(before);
  switch (wants) {
    case 'value':
      return [...valueOffers(compared, facts), ...nameOffers(facts)];
    case 'name':
      return nameOffers(facts);
    case 'field operator':
      return operators(['=', '!=', '=~', '!~', '>', '>=', '<', '<=', '&&', '||']);
    case 'stage':
      return [word('{}', 'operator', ''), ...functionNames.filter(isOffered).map(functionOffer)];
    case 'stage operator':
      return operators(['|', '&&', '||', '>>', '<<', '>', '<', '~', '!>>', '!<<', '!>', '!<', '!~']);
    case 'short column':
      return shortColumns.map((column) => word(column, 'attribute', ''));
    case 'short stage':
      return ['pick(', 'limit '].map((name) => word(name, 'function', ''));
    case 'pick':
      return picks.map((name) => word(name, 'value', ''));
  }
}

function isOffered(name: string): boolean {
  return name !== 'compare';
}

function functionOffer(name: string): Bare {
  const takesNone = ['count', 'coalesce', 'rate', 'count_over_time'].includes(name);
  return word(takesNone ? `${name}()` : `${name}(`, 'function', '');
}

function nameOffers(facts: SeenFacts): Bare[] {
  const scoped = Object.entries(intrinsics).filter(([name]) => name.includes(':'));
  const known = Object.entries(knownAttributes).map(([name, { scope, type }]) =>
    word(`${scope}.${name}`, 'attribute', type),
  );
  const others = facts.attributes
    .filter(({ name }) => knownAttribute(name) === undefined)
    .map(({ scope, name }) => {
      const written = isBareName(name) ? name : printString(name);
      return word(`${scope}.${written}`, 'attribute', '');
    });
  return [...scoped.map(([name, type]) => word(name, 'intrinsic', type)), ...known, ...others];
}

/** What the value before the operator may be: by the conventions, and as the record has it. */
function valueOffers(compared: Token | null, facts: SeenFacts): Bare[] {
  if (compared?.kind === 'attribute') {
    const known = (knownAttribute(compared.name)?.values ?? []).map(printString);
    const found = facts.attributes
      .filter(
        ({ scope, name }) => name === compared.name && (compared.scope === 'any' || scope === compared.scope),
      )
      .flatMap(({ values }) => values);
    return [...new Set([...known, ...found, 'nil'])].map((value) => word(value, 'value', ''));
  }
  const name: IntrinsicName | undefined = compared === null ? undefined : intrinsicOf(compared.text);
  return intrinsicValues(name, facts).map((value) => word(value, 'value', ''));
}

function intrinsicValues(name: IntrinsicName | undefined, facts: SeenFacts): readonly string[] {
  if (name === 'span:status') return statusWords;
  if (name === 'span:kind') return kindWords;
  return name === undefined ? [] : (facts.intrinsics[name] ?? []);
}

function operators(names: readonly string[]): Bare[] {
  return names.map((name) => word(name, 'operator', ''));
}

function word(label: string, kind: Bare['kind'], detail: string): Bare {
  return { label, kind, detail, insert: label };
}
