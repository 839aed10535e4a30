import type { EventRow, RunRow } from '#protocol/rows';
import { writeSpans } from '../../../core/otlp/writeSpans';
import type { Context } from '../../context';

/** The trace of a run as OTLP JSON, as an exporter would send it; spans that are still open are left out. */
export async function otlpDocument(context: Context, run: RunRow): Promise<object> {
  const { store } = context.ports;
  const where = { trace_id: run.trace_id };
  const [spans, events] = await Promise.all([
    store.list('spans', { where, order: [{ by: 'start_us' }], limit: null }),
    store.events({ run_id: run.id, limit: null }),
  ]);
  const options = { version: context.server.version, events: bySpan(events.items) };
  return { resourceSpans: writeSpans(spans.items, options) };
}

function bySpan(events: readonly EventRow[]): ReadonlyMap<string, readonly EventRow[]> {
  const found = new Map<string, EventRow[]>();
  for (const event of events) {
    if (event.span_id !== null) {
      const own = found.get(event.span_id) ?? [];
      own.push(event);
      found.set(event.span_id, own);
    }
  }
  return found;
}
