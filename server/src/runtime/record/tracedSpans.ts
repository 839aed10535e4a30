import type { Json } from '#protocol/json';
import type { EventRow, SpanRow } from '#protocol/rows';
import type { Attributes, AttributeValue, TracedSpan } from '../../core/traceql/evaluate/tracedSpan';
import type { Store } from '../storePort';
import { storedJson } from './views';

/** The spans of one trace as queries see them, in the order of the rows; events of the run are events of their spans. */
export async function tracedSpans(
  store: Store,
  rows: readonly SpanRow[],
  runId: string | null,
): Promise<TracedSpan[]> {
  const events = runId === null ? [] : (await store.events({ run_id: runId, limit: null })).items;
  const bySpan = new Map<string, EventRow[]>();
  for (const event of events) {
    if (event.span_id === null) continue;
    bySpan.set(event.span_id, [...(bySpan.get(event.span_id) ?? []), event]);
  }
  return rows.map((row) => tracedSpan(row, bySpan.get(row.span_id) ?? []));
}

const statusWords = { OK: 'ok', ERROR: 'error', UNSET: 'unset' } as const;

function tracedSpan(row: SpanRow, events: readonly EventRow[]): TracedSpan {
  return {
    id: row.span_id,
    parentId: row.parent_span_id,
    name: row.name,
    kind: row.kind === 'llm' ? 'client' : 'internal',
    status: statusWords[row.status],
    statusMessage: row.error ?? '',
    startUs: row.start_us,
    endUs: row.end_us,
    attributes: attributesOf(storedJson(row.attributes)),
    resource: { 'service.name': row.service_name },
    instrumentation: { name: 'holdpoint' },
    events: events.map(({ type, ts, payload }) => ({
      name: type,
      timeUs: Date.parse(ts) * 1000,
      attributes: attributesOf(storedJson(payload)),
    })),
    links: [],
    columns: {
      kind: row.kind,
      timeout: row.timeout === 1,
      policySnapshot: attributesOf(storedJson(row.policy_snapshot)),
    },
  };
}

/** What an object holds by the paths of its keys; lists count as far as they hold plain values. */
function attributesOf(value: Json, lead = ''): Attributes {
  const found: Record<string, AttributeValue> = {};
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return found;
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined || inner === null) continue;
    if (Array.isArray(inner)) {
      found[lead + key] = inner.filter((one) => typeof one !== 'object') as (string | number | boolean)[];
    } else if (typeof inner === 'object') Object.assign(found, attributesOf(inner, `${lead}${key}.`));
    else found[lead + key] = inner;
  }
  return found;
}
