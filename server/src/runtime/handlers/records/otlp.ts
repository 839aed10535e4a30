import { AppError } from '#protocol/errors';
import type { Handlers } from '#protocol/methods';
import type { EventRow } from '#protocol/rows';
import { writeSpans } from '../../../core/otlp/writeSpans';
import type { Context } from '../../context';
import { receiveRequest } from '../../receive/receiveRequest';
import type { SpanKeeper } from '../../receive/spanKeeper';
import { findTrace } from '../../traces/findTrace';

/** Takes spans of other programs and gives traces, both in the form of OTLP. */
export function otlpHandlers(
  context: Context,
  keeper: SpanKeeper,
): Pick<Handlers, 'span/receive' | 'trace/otlp'> {
  return {
    'span/receive': (params) => receiveRequest(context, keeper, params),
    'trace/otlp': async ({ trace_id: given, content }) => {
      const { store } = context.ports;
      const { trace_id, run_id } = await findTrace(store, given);
      const order = [{ by: 'start_us' }] as const;
      const { items } = await store.list('spans', { where: { trace_id }, order, limit: null });
      if (items.length === 0) {
        throw new AppError('NOT_FOUND', `there is no trace ${given}`);
      }
      const events = run_id === null ? [] : (await store.events({ run_id, limit: null })).items;
      const { version } = context.server;
      return {
        resourceSpans: writeSpans(items, { version, withContent: content, events: bySpan(events) }),
      };
    },
  };
}

function bySpan(events: readonly EventRow[]): ReadonlyMap<string, readonly EventRow[]> {
  const found = new Map<string, EventRow[]>();
  for (const event of events) {
    if (event.span_id === null) continue;
    const list = found.get(event.span_id);
    if (list) list.push(event);
    else found.set(event.span_id, [event]);
  }
  return found;
}
