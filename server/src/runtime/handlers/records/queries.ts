import { AppError } from '#protocol/errors';
import type { CancelSignal, Checked, Handlers, Result } from '#protocol/methods';
import type { SpanRow } from '#protocol/rows';
import { selectedFields, spansetAnswer } from '../../../core/traceql/answer/spansetAnswer';
import { completeTraceql } from '../../../core/traceql/assist/completeTraceql';
import { checkQuery } from '../../../core/traceql/checkQuery';
import { evaluateQuery } from '../../../core/traceql/evaluate/evaluateQuery';
import type { Spanset } from '../../../core/traceql/evaluate/evaluateStage';
import { type SpanTree, spanTree } from '../../../core/traceql/evaluate/spanTree';
import { evaluateSeries } from '../../../core/traceql/series/evaluateSeries';
import { plainSeries } from '../../../core/traceql/series/plainSeries';
import { mostSteps, timeSteps } from '../../../core/traceql/series/timeSteps';
import type { Context } from '../../context';
import { tracedSpans } from '../../record/tracedSpans';
import { spanView } from '../../record/views';
import { answerable } from './answerable';

/** Checks queries and answers them trace by trace, the newest first, within a budget of spans. */
export function queryHandlers(
  context: Context,
): Pick<Handlers, 'trace/check' | 'trace/query' | 'trace/series'> {
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
    'trace/series': (params, _, signal) => querySeries(context, params, signal),
  };
}

/** How many spans one question may look at. */
const spanBudget = 50_000;
const pageSize = 50;

type Answer = Result<'trace/query'>;

async function queryTraces(
  context: Context,
  params: Checked<'trace/query'>,
  signal: CancelSignal,
): Promise<Answer> {
  const query = answerable(params.q, 'spans');
  const evaluate = evaluateQuery(query);
  const selected = selectedFields(query);
  const limit = Math.min(params.limit, (query.form === 'short' ? query.limit : null) ?? params.limit);
  const items: Answer['items'] = [];
  const reading = { spansRead: 0, isPartial: false };
  for await (const trace of traces(context, params, reading)) {
    const sets = evaluate(trace.tree);
    if (sets.length > 0) items.push(found(trace, sets, { selected, spanLimit: params.span_limit }));
    if (signal.aborted || items.length === limit) break;
  }
  return { items, pick: query.form === 'short' ? [...query.pick] : [], ...partOf(reading) };
}

async function querySeries(
  context: Context,
  params: Checked<'trace/series'>,
  signal: CancelSignal,
): Promise<Result<'trace/series'>> {
  const query = answerable(params.q, 'series');
  const whole = await rangeOf(context);
  const { start_us = whole.start, end_us = whole.end, step_us } = params;
  const steps = timeSteps(start_us, Math.max(start_us, end_us), step_us);
  if (steps.count > mostSteps) {
    throw new AppError('BAD_REQUEST', `${steps.count} steps are more than ${mostSteps}; take longer ones`);
  }
  const evaluation = evaluateSeries(query, steps);
  const reading = { spansRead: 0, isPartial: false };
  for await (const { tree } of traces(context, {}, reading)) {
    if (signal.aborted) break;
    evaluation.add(tree);
  }
  const series = evaluation.answer().map(plainSeries);
  const { startUs, stepUs, count } = steps;
  return { start_us: startUs, step_us: stepUs, count, series, ...partOf(reading) };
}

interface Reading {
  spansRead: number;
  isPartial: boolean;
}

function partOf({ spansRead, isPartial }: Reading) {
  return {
    is_partial: isPartial,
    partial_reason: isPartial ? ('spans' as const) : null,
    spans_read: spansRead,
  };
}

/** A trace with its spans as rows and as queries see them; both are in the same order. */
interface Trace {
  readonly root: SpanRow;
  readonly rows: readonly SpanRow[];
  readonly tree: SpanTree;
}

/** Traces that began in a range, the newest first, until the budget is spent. */
async function* traces(
  context: Context,
  {
    start_us = 0,
    end_us = Number.POSITIVE_INFINITY,
  }: { readonly start_us?: number | undefined; readonly end_us?: number | undefined },
  reading: Reading,
): AsyncGenerator<Trace> {
  for await (const root of roots(context)) {
    if (root.start_us < start_us) return;
    if (root.start_us >= end_us) continue;
    const rest = spanBudget - reading.spansRead;
    const rows = await spansOf(context, root, rest + 1);
    if (rows.length > rest) {
      reading.isPartial = true;
      return;
    }
    reading.spansRead += rows.length;
    yield {
      root,
      rows,
      tree: spanTree(root.trace_id, await tracedSpans(context.ports.store, rows, root.run_id)),
    };
  }
}

/** The roots of all traces, the newest first. */
async function* roots(context: Context): AsyncGenerator<SpanRow> {
  for (let offset = 0; ; offset += pageSize) {
    const page = await rootsFrom(context, offset);
    yield* page;
    if (page.length < pageSize) return;
  }
}

/** From the first start of any span to just behind the last. */
async function rangeOf({ ports }: Context): Promise<{ readonly start: number; readonly end: number }> {
  const start = async (desc: boolean) =>
    (await ports.store.list('spans', { order: [{ by: 'start_us', desc }], limit: 1 })).items[0]?.start_us;
  return { start: (await start(false)) ?? 0, end: ((await start(true)) ?? -1) + 1 };
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

function found(
  { root, rows, tree }: Trace,
  sets: readonly Spanset[],
  asked: Parameters<typeof spansetAnswer>[2],
): Answer['items'][number] {
  return {
    trace_id: root.trace_id,
    run_id: root.run_id,
    root_name: tree.rootName,
    root_service: tree.rootService,
    start_us: root.start_us,
    duration_ms: tree.durationNs / 1e6,
    span_count: rows.length,
    matched_count: new Set(sets.flatMap(({ places }) => [...places])).size,
    spansets: sets.map((set) => {
      const { attributes, matched, spans } = spansetAnswer(set, tree, asked);
      return {
        attributes,
        matched,
        spans: spans.map(({ place, selected }) => ({ ...spanView(rows[place] as SpanRow), selected })),
      };
    }),
  };
}
