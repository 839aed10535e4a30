import type { SeenFacts } from '#protocol/language/service';
import { nearestName } from '../../policy/settings/nearestName';
import { tokenize } from '../lexer/tokenize';
import { longestQuery } from '../parser/parseQuery';
import { type QueryProblem, queryWarning } from '../queryProblem';
import { knownAttribute, knownAttributes } from './knownAttributes';

/** Warns of attributes that neither the conventions name nor the newest spans hold: most are slips of the pen. */
export function unseenAttributes(text: string, { attributes }: SeenFacts): QueryProblem[] {
  if (attributes.length === 0 || text.length > longestQuery) return [];
  const seen = attributes.map(({ name }) => name);
  const known = new Set(seen);
  return tokenize(text).tokens.flatMap((token) => {
    if (token.kind !== 'attribute') return [];
    const { name, at } = token;
    if (known.has(name) || knownAttribute(name) !== undefined) return [];
    const near = nearestName(name, [...seen, ...Object.keys(knownAttributes)]);
    const advice = near === undefined ? '' : `; did you mean ${near}?`;
    return [queryWarning(`no attribute ${name} was seen in the newest spans${advice}`, at)];
  });
}
