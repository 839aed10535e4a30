import type { Checked, Handlers } from '#protocol/methods';
import type { Context } from '../../context';
import { eventView, spanView } from '../../record/views';
import { findTrace } from '../../traces/findTrace';

/** Shows one trace with its spans. */
export function traceHandlers(context: Context): Pick<Handlers, 'trace/show'> {
  return { 'trace/show': (params) => showTrace(context, params) };
}

async function showTrace(context: Context, params: Checked<'trace/show'>) {
  const { store } = context.ports;
  const { run_id, trace_id } = await findTrace(store, params.trace_id);
  const spans = await store.list('spans', { where: { trace_id }, order: [{ by: 'start_us' }], limit: null });
  const hasEvents = params.include_events && run_id !== null;
  const events = hasEvents ? (await store.events({ run_id, limit: null })).items : [];
  return { trace_id, run_id, spans: spans.items.map(spanView), events: events.map(eventView) };
}
