import type { CancelSignal, Checked, Handlers } from '#protocol/methods';
import type { TraceFound } from '#protocol/methods/traces/queries';
import type { TraceListed } from '#protocol/methods/traces/traceLists';
import type { SpanRow } from '#protocol/rows';
import type { Context } from '../../../context';
import { foundSpans, foundSummary, mostTraces, unselected } from '../../../queries/foundLists';
import { listAnswer } from '../../../record/listAnswer';
import { spanView } from '../../../record/views';
import type { Where } from '../../../storePort';
import { traceSummary } from '../../../traces/traceSummary';
import { answerable } from './answerable';

/** Lists traces and spans, all of them or those that a query finds. */
export function traceListHandlers(context: Context): Pick<Handlers, 'trace/list' | 'trace/search'> {
  return {
    'trace/list': ({ q, ...params }, _, signal) =>
      q === undefined ? listTraces(context, params) : findTraces(context, { ...params, q }, signal),
    'trace/search': ({ q, ...params }, _, signal) =>
      q === undefined ? listSpans(context, params) : findSpans(context, { ...params, q }, signal),
  };
}

type List = Omit<Checked<'trace/list'>, 'q'>;
type Search = Omit<Checked<'trace/search'>, 'q'>;
type Asked<T> = T & { readonly q: string };

const whole = { pick: [], is_partial: false, partial_reason: null };

async function listTraces(context: Context, params: List) {
  const { sort, status, limit, offset } = params;
  const { store } = context.ports;
  const order = [{ by: 'start_us', desc: true }] as const;
  if (sort === 'start' && status !== 'ERROR') {
    const where = status === undefined ? roots : { ...roots, status };
    const { items, total } = await store.list('spans', { where, order, limit, offset });
    return { ...listAnswer(await summaries(context, items), total, params), ...whole };
  }
  const isWanted = await wanted(context, status);
  const all = (await store.list('spans', { where: roots, order, limit: null })).items.filter(isWanted);
  const sorted = await ordered(context, all, sort);
  const page = await summaries(context, sorted.slice(offset, offset + limit));
  return { ...listAnswer(page, all.length, params), ...whole };
}

async function findTraces(context: Context, params: Asked<List>, signal: CancelSignal) {
  answerable(params.q, 'spans');
  const { items, pick, is_partial, partial_reason } = await context.ports.queries.find(
    { q: params.q, limit: mostTraces, span_limit: 1 },
    signal,
  );
  const byTrace = new Map(items.map((found) => [found.trace_id, found]));
  const where = { parent_span_id: null, trace_id: [...byTrace.keys()] };
  const known = await context.ports.store.list('spans', { where, limit: null });
  const isWanted = await wanted(context, params.status);
  const rootOf = new Map(known.items.map((root) => [root.trace_id, root]));
  const kept = items.flatMap(({ trace_id }) => {
    const root = rootOf.get(trace_id);
    return root !== undefined && isWanted(root) ? [root] : [];
  });
  const sorted = await ordered(context, kept, params.sort);
  const page = await summaries(context, sorted.slice(params.offset, params.offset + params.limit));
  const found = page.map((one) => foundSummary(one, byTrace.get(one.trace_id) as TraceFound));
  return { ...listAnswer(found, kept.length, params), pick, is_partial, partial_reason };
}

async function listSpans({ ports }: Context, params: Search) {
  const { status, timeout_only, limit, offset } = params;
  const where: Where<SpanRow> = {
    ...(status === undefined ? {} : { status }),
    ...(timeout_only ? { timeout: 1 } : {}),
  };
  const order = [{ by: 'start_us', desc: true }] as const;
  const { items, total } = await ports.store.list('spans', { where, order, limit, offset });
  return {
    ...listAnswer(
      items.map((row) => unselected(spanView(row))),
      total,
      params,
    ),
    is_partial: false,
    partial_reason: null,
  };
}

async function findSpans(context: Context, params: Asked<Search>, signal: CancelSignal) {
  answerable(params.q, 'spans');
  const answer = await context.ports.queries.find(
    { q: params.q, limit: mostTraces, span_limit: 500 },
    signal,
  );
  const { is_partial, partial_reason } = answer;
  const spans = foundSpans(answer.items, params);
  const page = spans.slice(params.offset, params.offset + params.limit);
  return { ...listAnswer(page, spans.length, params), is_partial, partial_reason };
}

const roots = { parent_span_id: null } as const satisfies Where<SpanRow>;

/** Traces that ended well, or those in which anything failed, handled or not (FLOW-07). */
async function wanted(
  context: Context,
  status: 'OK' | 'ERROR' | undefined,
): Promise<(root: SpanRow) => boolean> {
  if (status !== 'ERROR') {
    return (root) => status === undefined || root.status === status;
  }
  const failed = await context.ports.store.list('spans', { where: { status }, limit: null });
  const traces = new Set(failed.items.map(({ trace_id }) => trace_id));
  return ({ trace_id }) => traces.has(trace_id);
}

/** The longest or the dearest first; otherwise as they come. */
async function ordered(context: Context, all: readonly SpanRow[], sort: List['sort']) {
  if (sort === 'start') return all;
  const weight = sort === 'duration' ? lengthUs : await costs(context);
  return all.toSorted((left, right) => weight(right) - weight(left));
}

function lengthUs(span: SpanRow): number {
  return span.end_us === null ? 0 : span.end_us - span.start_us;
}

async function costs(context: Context): Promise<(root: SpanRow) => number> {
  const { items } = await context.ports.store.list('usage', { limit: null });
  const byRun = new Map<string, number>();
  for (const { run_id, cost } of items) {
    byRun.set(run_id, (byRun.get(run_id) ?? 0) + cost);
  }
  return (root) => byRun.get(root.run_id ?? '') ?? 0;
}

function summaries(context: Context, found: readonly SpanRow[]): Promise<TraceListed[]> {
  return Promise.all(found.map((root) => summary(context, root)));
}

async function summary({ ports }: Context, root: SpanRow): Promise<TraceListed> {
  const { trace_id } = root;
  const [all, gates] = await Promise.all([
    ports.store.list('spans', { where: { trace_id }, limit: 1 }),
    ports.store.list('spans', { where: { trace_id, kind: 'gate' }, limit: null }),
  ]);
  return { ...traceSummary(root, gates.items, all.total), matched_count: null, spansets: [] };
}
