import type { JsonObject } from '#protocol/json';
import type { RunRow, SpanRow } from '#protocol/rows';
import { typedAttributes } from '../../../core/otlp/plainValues';
import type { Context } from '../../context';

/** The trace of a run as OTLP JSON, as an exporter would send it; spans that are still open are left out. */
export async function otlpDocument(context: Context, run: RunRow): Promise<object> {
  const { items } = await context.ports.store.list('spans', {
    where: { trace_id: run.trace_id },
    order: [{ by: 'start_us' }],
    limit: null,
  });
  const services = [...new Set(items.map(({ service_name }) => service_name))];
  return {
    resourceSpans: services.map((service) => ({
      resource: { attributes: typedAttributes({ 'service.name': service }) },
      scopeSpans: [
        {
          scope: { name: 'holdpoint', version: context.server.version },
          spans: items.filter((span) => span.service_name === service && span.end_us !== null).map(otlpSpan),
        },
      ],
    })),
  };
}

const statusCodes = { UNSET: 0, OK: 1, ERROR: 2 } as const;

function otlpSpan(span: SpanRow) {
  return {
    traceId: span.trace_id,
    spanId: span.span_id,
    ...(span.parent_span_id === null ? {} : { parentSpanId: span.parent_span_id }),
    name: span.name,
    kind: span.kind === 'llm' ? 3 : 1,
    startTimeUnixNano: `${span.start_us}000`,
    endTimeUnixNano: `${span.end_us ?? span.start_us}000`,
    attributes: typedAttributes(JSON.parse(span.attributes) as JsonObject),
    status: { code: statusCodes[span.status], ...(span.error === null ? {} : { message: span.error }) },
  };
}
