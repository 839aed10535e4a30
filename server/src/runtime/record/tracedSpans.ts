import type { KeyValue, OtlpEvent, SpanWire } from '#protocol/otlp/otlp';
import type { EventRow, SpanRow } from '#protocol/rows';
import { exactAttributes, type Tree } from '../../core/otlp/plainValues';
import type {
  AttributeSingle,
  Attributes,
  AttributeValue,
  TracedSpan,
} from '../../core/traceql/evaluate/tracedSpan';
import type { Store } from '../storePort';
import { serviceName } from './span';
import { storedJson } from './views';

/** The spans of one trace as queries see them, in the order of the rows; events of the run are events of their spans. */
export async function tracedSpans(
  store: Store,
  rows: readonly SpanRow[],
  runId: string | null,
): Promise<TracedSpan[]> {
  return tracedSpansOf(
    rows,
    runId === null ? [] : (await store.events({ run_id: runId, limit: null })).items,
  );
}

/** The same where the events of the spans are at hand. */
export function tracedSpansOf(rows: readonly SpanRow[], events: readonly EventRow[]): TracedSpan[] {
  const bySpan = new Map<string, EventRow[]>();
  for (const event of events) {
    if (event.span_id === null) continue;
    bySpan.set(event.span_id, [...(bySpan.get(event.span_id) ?? []), event]);
  }
  return rows.map((row) => tracedSpan(row, bySpan.get(row.span_id) ?? []));
}

const statusWords = { OK: 'ok', ERROR: 'error', UNSET: 'unset' } as const;

/** Kinds by their numbers in OTLP. */
const kindWords = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;

function tracedSpan(row: SpanRow, events: readonly EventRow[]): TracedSpan {
  const wire = (row.otlp === null ? {} : JSON.parse(row.otlp)) as SpanWire;
  const isForeign = wire.span?.startTimeUnixNano !== undefined;
  const { name, version, attributes: scoped } = wire.scope ?? (isForeign ? {} : { name: serviceName });
  const kind = wire.span?.kind ?? (isForeign ? 0 : ownKind(row));
  return {
    id: row.span_id,
    parentId: row.parent_span_id,
    name: row.name,
    kind: kindWords[kind] ?? 'unspecified',
    status: statusWords[row.status],
    statusMessage: row.error ?? '',
    startUs: row.start_us,
    endUs: row.end_us,
    attributes: ownAttributes(row, wire),
    resource: { 'service.name': row.service_name, ...wireAttributes(wire.resource?.attributes) },
    instrumentation: {
      ...wireAttributes(scoped),
      ...(name === undefined ? {} : { name }),
      ...(version === undefined ? {} : { version }),
    },
    events: [...events.map(ownEvent), ...(wire.span?.events ?? []).map(wireEvent)],
    links: (wire.span?.links ?? []).map(({ traceId = '', spanId = '', attributes }) => ({
      traceId,
      spanId,
      attributes: wireAttributes(attributes),
    })),
    columns: {
      kind: row.kind,
      timeout: row.timeout === 1,
      policySnapshot: attributesOf(storedJson(row.policy_snapshot)),
    },
  };
}

/** As they came in where the plain form does not say it all. */
function ownAttributes(row: SpanRow, { span }: SpanWire): Attributes {
  return span?.attributes === undefined
    ? attributesOf(storedJson(row.attributes))
    : wireAttributes(span.attributes);
}

/** Calls of models leave this program, all else of it happens inside. */
function ownKind({ kind }: SpanRow): number {
  return kind === 'llm' ? 3 : 1;
}

function ownEvent({ type, ts, payload }: EventRow): TracedSpan['events'][number] {
  return {
    name: type,
    timeUs: Date.parse(ts) * 1000,
    attributes: attributesOf(storedJson(payload)),
  };
}

function wireEvent({ name = '', timeUnixNano = '0', attributes }: OtlpEvent): TracedSpan['events'][number] {
  return { name, timeUs: Math.floor(Number(timeUnixNano) / 1000), attributes: wireAttributes(attributes) };
}

function wireAttributes(attributes: readonly KeyValue[] | undefined): Attributes {
  return attributesOf(exactAttributes(attributes));
}

/** What an object holds by the paths of its keys; lists count as far as they hold plain values. */
function attributesOf(value: Tree<bigint>, lead = ''): Attributes {
  const found: Record<string, AttributeValue> = {};
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return found;
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined || inner === null) continue;
    if (Array.isArray(inner)) {
      found[lead + key] = inner.filter((one) => typeof one !== 'object') as AttributeSingle[];
    } else if (typeof inner === 'object') Object.assign(found, attributesOf(inner, `${lead}${key}.`));
    else found[lead + key] = inner;
  }
  return found;
}
