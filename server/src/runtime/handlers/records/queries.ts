import type { Handlers } from '#protocol/methods';
import { completeTraceql } from '../../../core/traceql/assist/completeTraceql';
import { checkQuery } from '../../../core/traceql/checkQuery';
import type { Context } from '../../context';
import { answerable } from './queries/answerable';
import { recordFacts } from './queries/recordFacts';

/** Checks queries and has them answered beside everything else. */
export function queryHandlers(
  context: Context,
): Pick<Handlers, 'trace/check' | 'trace/facts' | 'trace/query' | 'trace/series'> {
  const facts = recordFacts(context);
  return {
    'trace/check': async ({ q, offset }) => {
      const seen = await facts();
      const { problems, isSeries } = checkQuery(q, seen);
      return {
        problems: problems.map(({ severity, message, at }) => ({ severity, message, column: at.start + 1 })),
        offers: completeTraceql(q, Math.min(offset ?? q.length, q.length), seen),
        is_series: isSeries,
      };
    },
    'trace/facts': async () => {
      const { attributes, intrinsics } = await facts();
      const named = Object.entries(intrinsics).map(
        ([name, values]) => [name, [...values]] as [string, string[]],
      );
      return {
        attributes: attributes.map((fact) => ({ ...fact, values: [...fact.values] })),
        intrinsics: Object.fromEntries(named),
      };
    },
    'trace/query': async (params, _, signal) => {
      answerable(params.q, 'spans');
      return context.ports.queries.find(params, signal);
    },
    'trace/series': async (params, _, signal) => {
      answerable(params.q, 'series');
      return context.ports.queries.series(params, signal);
    },
  };
}
