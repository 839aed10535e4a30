import { AppError } from '#protocol/errors';
import type { Checked, Handlers } from '#protocol/methods';
import type { Context } from '../../context';
<<<<<<< HEAD
import { findRun } from '../../record/findRun';
=======
import { findTrace } from '../../record/findTrace';
import { listAnswer } from '../../record/listAnswer';
>>>>>>> e93803f (Receive spans over OTLP: JSON and protobuf, packed, with limits and partial success; give traces as OTLP)
import { eventView, spanView } from '../../record/views';

/** Shows one trace with its spans. */
export function traceHandlers(context: Context): Pick<Handlers, 'trace/show'> {
  return { 'trace/show': (params) => showTrace(context, params) };
}

async function showTrace(context: Context, params: Checked<'trace/show'>) {
  const { store } = context.ports;
<<<<<<< HEAD
  const { run_id, trace_id } = await traceNamed(context, params.trace_id);
  const spans = await store.list('spans', { where: { trace_id }, order: [{ by: 'start_us' }], limit: null });
  const hasEvents = params.include_events && run_id !== null;
  const events = hasEvents ? (await store.events({ run_id, limit: null })).items : [];
=======
  const { run_id, trace_id } = await findTrace(store, params.trace_id);
  const spans = await store.list('spans', { where: { trace_id }, order: [{ by: 'start_us' }], limit: null });
  const isWanted = params.include_events && run_id !== null;
  const events = isWanted ? (await store.events({ run_id, limit: null })).items : [];
>>>>>>> e93803f (Receive spans over OTLP: JSON and protobuf, packed, with limits and partial success; give traces as OTLP)
  return { trace_id, run_id, spans: spans.items.map(spanView), events: events.map(eventView) };
}

/** The trace of a run; or one that another program sent, which belongs to no run. */
async function traceNamed(context: Context, name: string) {
  const { store } = context.ports;
  if (/^[0-9a-f]{32}$/.test(name)) {
    const { items } = await store.list('spans', { where: { trace_id: name }, limit: 1 });
    const runs = await store.list('runs', { where: { trace_id: name }, limit: 1 });
    if (items.length > 0 || runs.items.length > 0) {
      return { trace_id: name, run_id: runs.items[0]?.id ?? items[0]?.run_id ?? null };
    }
    throw new AppError('NOT_FOUND', `there is no trace ${name}`);
  }
  const { id, trace_id } = await findRun(store, name);
  return { trace_id, run_id: id };
}
