import { AppError } from '#protocol/errors';
import type { Query } from '../../../../core/traceql/ast';
import { checkQuery } from '../../../../core/traceql/checkQuery';
import { problemLine } from '../../../../core/traceql/queryProblem';

/** The query that a text holds; QUERY_INVALID with its column where it has a mistake or gives another kind of answer. */
export function answerable(text: string, wanted?: 'spans' | 'series'): Query {
  const { query, problems, isSeries } = checkQuery(text);
  const problem = problems.find(({ severity }) => severity === 'error');
  if (problem !== undefined) {
    throw new AppError('QUERY_INVALID', problemLine(problem), {
      column: problem.at.start + 1,
      expected: problem.expected,
    });
  }
  if (wanted !== undefined && isSeries !== (wanted === 'series')) {
    const message = isSeries
      ? 'this is a metrics query: its answer is a series of numbers, which trace/series gives'
      : 'this finds spans: a series of numbers needs a function over time, such as | rate()';
    throw new AppError('QUERY_INVALID', `column 1: ${message}`, { column: 1, expected: [] });
  }
  return query;
}
