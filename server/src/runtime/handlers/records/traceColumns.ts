import { AppError } from '#protocol/errors';
import type { Checked, Handlers } from '#protocol/methods';
import type { traceMethods } from '#protocol/methods/traces/traces';
import type { Context } from '../../context';
import { eventView, spanView } from '../../record/views';
import { findTrace } from '../../traces/findTrace';
import { base64 } from './base64';

/** Answers views that draw whole traces, and that look into single spans. */
export function traceColumnHandlers(context: Context): Pick<Handlers, keyof typeof traceMethods> {
  return {
    'trace/columns': (params) => spanPage(context, params),
    'trace/span': (params) => showSpan(context, params),
    'trace/find': (params) => findSpans(context, params),
  };
}

async function spanPage(context: Context, params: Checked<'trace/columns'>) {
  const { after_row, limit, spans } = params;
  const { store } = context.ports;
  const { run_id, trace_id } = await findTrace(store, params.trace_id);
  const page = await store.spanColumns({ trace_id, after_row, limit, spans });
  const { count, total, last_row, is_last, texts, ...columns } = page;
  const { start_us, end_us, id, parent, kind, status, name, service, error } = columns;
  return {
    trace_id,
    run_id,
    total,
    count,
    last_row,
    is_last,
    columns: {
      start_us: encoded(start_us),
      end_us: encoded(end_us),
      id: encoded(id),
      parent: encoded(parent),
      kind: encoded(kind),
      status: encoded(status),
      name: encoded(name),
      service: encoded(service),
      error: encoded(error),
    },
    texts: [...texts],
  };
}

function encoded(column: Float64Array | Uint32Array): string {
  return base64(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
}

async function showSpan(context: Context, params: Checked<'trace/span'>) {
  const { store } = context.ports;
  const { trace_id } = await findTrace(store, params.trace_id);
  const row = await store.get('spans', { trace_id, span_id: params.span_id });
  if (row === undefined) {
    throw new AppError('NOT_FOUND', `there is no span ${params.span_id} in this trace`);
  }
  const { items, total } = await store.events({ trace_span_id: row.span_id, limit: params.event_limit });
  return { span: spanView(row), events: items.map(eventView), event_count: total };
}

async function findSpans(context: Context, params: Checked<'trace/find'>) {
  const { store } = context.ports;
  const { trace_id } = await findTrace(store, params.trace_id);
  const found = await store.findSpans(trace_id, params.text);
  return { trace_id, total: found.length, span_ids: found.slice(0, params.limit) };
}
