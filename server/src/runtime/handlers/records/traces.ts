import type { Checked, Handlers } from '#protocol/methods';
import type { SpanRow } from '#protocol/rows';
import { durations } from '../../../core/report/activeTime';
import type { Context } from '../../context';
import { findRun } from '../../record/findRun';
import { listAnswer } from '../../record/listAnswer';
import { eventView, spanView } from '../../record/views';
import type { Where } from '../../storePort';

/** Lists traces and shows one with its spans. */
export function traceHandlers(context: Context): Pick<Handlers, 'trace/list' | 'trace/show'> {
  return {
    'trace/list': (params) => listTraces(context, params),
    'trace/show': (params) => showTrace(context, params),
  };
}

async function listTraces(context: Context, params: Checked<'trace/list'>) {
  const { sort, status, limit, offset } = params;
  const { store } = context.ports;
  const order = [{ by: 'start_us', desc: true }] as const;
  if (sort === 'start' && status !== 'ERROR') {
    const where = status === undefined ? roots : { ...roots, status };
    const { items, total } = await store.list('spans', { where, order, limit, offset });
    return listAnswer(await summaries(context, items), total, params);
  }
  const isWanted = await wanted(context, status);
  const all = (await store.list('spans', { where: roots, order, limit: null })).items.filter(isWanted);
  const weight = sort === 'duration' ? lengthUs : sort === 'cost' ? await costs(context) : () => 0;
  const sorted = all.sort((left, right) => weight(right) - weight(left));
  return listAnswer(await summaries(context, sorted.slice(offset, offset + limit)), all.length, params);
}

const roots = { kind: 'run', parent_span_id: null } as const satisfies Where<SpanRow>;

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

function summaries(context: Context, roots: readonly SpanRow[]) {
  return Promise.all(roots.map((root) => summary(context, root)));
}

async function summary(context: Context, root: SpanRow) {
  const { store } = context.ports;
  const { trace_id, run_id, name, service_name, status, start_us, end_us } = root;
  const [all, gates] = await Promise.all([
    store.list('spans', { where: { trace_id }, limit: 1 }),
    store.list('spans', { where: { trace_id, kind: 'gate' }, limit: null }),
  ]);
  return {
    trace_id,
    run_id,
    root_name: name,
    root_service: service_name,
    status,
    start_time: isoOf(start_us),
    end_time: end_us === null ? null : isoOf(end_us),
    ...durations(root, gates.items),
    span_count: all.total,
  };
}

async function showTrace(context: Context, params: Checked<'trace/show'>) {
  const { store } = context.ports;
  const { id: run_id, trace_id } = await findRun(store, params.trace_id);
  const spans = await store.list('spans', { where: { trace_id }, order: [{ by: 'start_us' }], limit: null });
  const events = params.include_events ? (await store.events({ run_id, limit: null })).items : [];
  return { trace_id, run_id, spans: spans.items.map(spanView), events: events.map(eventView) };
}

function isoOf(us: number): string {
  return new Date(us / 1000).toISOString();
}
