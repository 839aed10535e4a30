import { AppError } from '#protocol/errors';
import type { CancelSignal, Checked, Handlers, Result } from '#protocol/methods';
import type { SpanRow } from '#protocol/rows';
import { completeTraceql } from '../../../core/traceql/assist/completeTraceql';
import type { Query } from '../../../core/traceql/ast';
import { checkQuery } from '../../../core/traceql/checkQuery';
import { evaluateQuery } from '../../../core/traceql/evaluate/evaluateQuery';
import { spanTree } from '../../../core/traceql/evaluate/spanTree';
import { problemLine } from '../../../core/traceql/queryProblem';
import type { Context } from '../../context';
import { tracedSpans } from '../../record/tracedSpans';
import { spanView } from '../../record/views';

/** Checks queries and answers them trace by trace, the newest first, within a budget of spans. */
export function queryHandlers(context: Context): Pick<Handlers, 'trace/check' | 'trace/query'> {
  return {
    'trace/check': async ({ q, offset }) => {
      const { problems, isSeries } = checkQuery(q);
      return {
        problems: problems.map(({ severity, message, at }) => ({ severity, message, column: at.start + 1 })),
        offers: completeTraceql(q, Math.min(offset ?? q.length, q.length)),
        is_series: isSeries,
      };
    },
    'trace/query': (params, _, signal) => queryTraces(context, params, signal),
  };
}

/** How many spans one question may look at. */
const spanBudget = 50_000;
const pageSize = 50;
const shownSpans = 3;

type Answer = Result<'trace/query'>;

async function queryTraces(
  context: Context,
  params: Checked<'trace/query'>,
  signal: CancelSignal,
): Promise<Answer> {
  const query = answerable(params.q);
  const evaluate = evaluateQuery(query);
  const limit = Math.min(params.limit, (query.form === 'short' ? query.limit : null) ?? params.limit);
  const items: Answer['items'] = [];
  let spansRead = 0;
  for await (const root of roots(context)) {
    if (signal.aborted || items.length === limit) break;
    const rest = spanBudget - spansRead;
    const rows = await spansOf(context, root, rest + 1);
    if (rows.length > rest) return { items, is_partial: true, spans_read: spansRead };
    spansRead += rows.length;
    const tree = spanTree(root.trace_id, await tracedSpans(context.ports.store, rows, root.run_id));
    const places = new Set(evaluate(tree).flatMap((set) => [...set.places]));
    const matched = rows.filter((_, place) => places.has(place));
    if (matched.length > 0) items.push(found(root, rows.length, matched));
  }
  return { items, is_partial: false, spans_read: spansRead };
}

/** The roots of all traces, the newest first. */
async function* roots(context: Context): AsyncGenerator<SpanRow> {
  for (let offset = 0; ; offset += pageSize) {
    const page = await rootsFrom(context, offset);
    yield* page;
    if (page.length < pageSize) return;
  }
}

function answerable(text: string): Query {
  const { query, problems, isSeries } = checkQuery(text);
  const problem = problems.find(({ severity }) => severity === 'error');
  if (problem !== undefined) {
    throw new AppError('QUERY_INVALID', problemLine(problem), {
      column: problem.at.start + 1,
      expected: problem.expected,
    });
  }
  if (isSeries) throw new AppError('QUERY_INVALID', 'functions over time not yet supported', { column: 1 });
  return query;
}

async function rootsFrom({ ports }: Context, offset: number): Promise<readonly SpanRow[]> {
  const where = { kind: 'run', parent_span_id: null } as const;
  const order = [{ by: 'start_us', desc: true }] as const;
  return (await ports.store.list('spans', { where, order, limit: pageSize, offset })).items;
}

async function spansOf(
  { ports }: Context,
  { trace_id }: SpanRow,
  limit: number,
): Promise<readonly SpanRow[]> {
  return (await ports.store.list('spans', { where: { trace_id }, order: [{ by: 'start_us' }], limit })).items;
}

function found({ trace_id, run_id, name }: SpanRow, spanCount: number, matched: readonly SpanRow[]) {
  return {
    trace_id,
    run_id,
    root_name: name,
    span_count: spanCount,
    matched_count: matched.length,
    spans: matched.slice(0, shownSpans).map(spanView),
  };
}
