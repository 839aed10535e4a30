import type { SeenFacts } from '#protocol/language/service';
import { noFacts } from './assist/queryFacts';
import type { Query } from './ast';
import { checkField } from './check/checkField';
import { checkPipeline } from './check/checkPipeline';
import { unseenAttributes } from './check/unseenAttributes';
import { isSeries as yieldsSeries } from './check/yield';
import { parseQuery } from './parser/parseQuery';
import type { QueryProblem } from './queryProblem';

/** A query with everything that is wrong with it, by place. */
export interface CheckedQuery {
  readonly query: Query;
  readonly problems: readonly QueryProblem[];
  /** Whether it may be answered: warnings do not stand in the way. */
  readonly isValid: boolean;
  /** Whether its answer is a series of numbers over time instead of spans. */
  readonly isSeries: boolean;
}

/**
 * Reads a query and checks its types; types of a text that cannot be read are not spoken of. Where it is known what the
 * record holds, attributes that are nowhere in it are warned of.
 */
export function checkQuery(text: string, seen: SeenFacts = noFacts): CheckedQuery {
  const { query, problems } = parseQuery(text);
  const found = [...problems];
  let isSeries = false;
  if (found.length === 0) {
    if (query.form === 'short') {
      if (query.condition !== null) checkField(query.condition, found);
    } else {
      isSeries = yieldsSeries(checkPipeline(query.stages, found));
    }
  }
  found.push(...unseenAttributes(text, seen));
  const sorted = found.sort((one, other) => one.at.start - other.at.start);
  return { query, problems: sorted, isValid: sorted.every(({ severity }) => severity !== 'error'), isSeries };
}
