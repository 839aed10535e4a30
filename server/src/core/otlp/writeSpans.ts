import type { JsonObject } from '#protocol/json';
import type { KeyValue, OtlpEvent, OtlpSpan, ResourceSpans, SpanWire } from '#protocol/otlp/otlp';
import type { EventRow, SpanRow } from '#protocol/rows';
import { conventions, exportedName } from './conventions';
import { typedAttributes } from './plainValues';

/** What leaves beside the spans themselves. */
export interface WriteOptions {
  /** The version of this program, for the scope of its own spans. */
  readonly version: string;
  /** Whether content leaves too: inputs, outputs, arguments. */
  readonly withContent?: boolean;
  /** Events of the record by the span they belong to. */
  readonly events?: ReadonlyMap<string, readonly EventRow[]>;
}

/**
 * Spans as OTLP: what came in over OTLP leaves as it came, our own spans leave under the names of the conventions. A span
 * that is still open is left out, it cannot be said in OTLP.
 */
export function writeSpans(rows: readonly SpanRow[], options: WriteOptions): ResourceSpans[] {
  const resources = new Map<string, Group>();
  for (const row of rows) {
    if (row.end_us === null) continue;
    const { about, span } = spanOf(row, options);
    const { resource, resource_schema_url: resourceUrl, scope, scope_schema_url: scopeUrl } = about;
    const group = entry(resources, JSON.stringify([resource, resourceUrl]), () => ({
      about,
      scopes: new Map(),
    }));
    entry(group.scopes, JSON.stringify([scope, scopeUrl]), () => ({ about, spans: [] })).spans.push(span);
  }
  return [...resources.values()].map(({ about, scopes }) => ({
    ...(about.resource === undefined ? {} : { resource: about.resource }),
    scopeSpans: [...scopes.values()].map(({ about: { scope, scope_schema_url: url }, spans }) => ({
      ...(scope === undefined ? {} : { scope }),
      spans,
      ...(url === undefined ? {} : { schemaUrl: url }),
    })),
    ...(about.resource_schema_url === undefined ? {} : { schemaUrl: about.resource_schema_url }),
  }));
}

type About = Omit<SpanWire, 'span'>;

interface Group {
  readonly about: About;
  readonly scopes: Map<string, { readonly about: About; readonly spans: OtlpSpan[] }>;
}

function entry<T>(map: Map<string, T>, key: string, make: () => T): T {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}

interface Written {
  readonly about: About;
  readonly span: OtlpSpan;
}

function spanOf(row: SpanRow, options: WriteOptions): Written {
  const { span: kept, ...about } = (row.otlp === null ? {} : JSON.parse(row.otlp)) as SpanWire;
  const start = kept?.startTimeUnixNano;
  return start === undefined ? ownSpan(row, options, kept) : { about, span: foreignSpan(row, start, kept) };
}

function foreignSpan(row: SpanRow, start: string, kept: SpanWire['span']): OtlpSpan {
  const { startTimeUnixNano: _, attributes, ...rest } = kept ?? {};
  const known = attributes ?? typedAttributes(JSON.parse(row.attributes) as JsonObject);
  return {
    ...identity(row),
    ...(row.name === '' ? {} : { name: row.name }),
    ...(start === '0' ? {} : { startTimeUnixNano: start }),
    ...(known.length === 0 ? {} : { attributes: known }),
    ...rest,
  };
}

const ownKinds = { llm: 3 } as Readonly<Record<string, number>>;
const statusCodes = { UNSET: 0, OK: 1, ERROR: 2 } as const;

function ownSpan(row: SpanRow, options: WriteOptions, kept: SpanWire['span']): Written {
  const events = [...(options.events?.get(row.span_id) ?? []).map(ownEvent), ...(kept?.events ?? [])];
  return {
    about: {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: row.service_name } }] },
      scope: { name: 'holdpoint', version: options.version },
      scope_schema_url: conventions.schemaUrl,
    },
    span: {
      ...identity(row),
      name: row.name,
      kind: ownKinds[row.kind] ?? 1,
      startTimeUnixNano: nanoseconds(row.start_us),
      endTimeUnixNano: nanoseconds(row.end_us ?? row.start_us),
      attributes: ownAttributes(row, options.withContent ?? false),
      ...(events.length === 0 ? {} : { events }),
      ...(kept?.links === undefined ? {} : { links: kept.links }),
      status: { code: statusCodes[row.status], ...(row.error === null ? {} : { message: row.error }) },
    },
  };
}

function identity({ trace_id, span_id, parent_span_id }: SpanRow): OtlpSpan {
  return {
    traceId: trace_id,
    spanId: span_id,
    ...(parent_span_id === null ? {} : { parentSpanId: parent_span_id }),
  };
}

/** Where two of our names leave under one, the first that says something counts. */
function ownAttributes(row: SpanRow, withContent: boolean): readonly KeyValue[] {
  const found = new Map<string, KeyValue>();
  const stored = { ...(JSON.parse(row.attributes) as JsonObject), 'holdpoint.span.kind': row.kind };
  for (const { key: name = '', value = {} } of typedAttributes(stored)) {
    const key = exportedName(name, withContent);
    if (key !== null && !found.has(key) && Object.keys(value).length > 0) found.set(key, { key, value });
  }
  return [...found.values()];
}

function ownEvent({ type, ts, seq, level, summary }: EventRow): OtlpEvent {
  return {
    timeUnixNano: nanoseconds(Date.parse(ts) * 1000),
    name: type,
    attributes: typedAttributes({
      'holdpoint.event.seq': seq,
      'holdpoint.event.level': level,
      'holdpoint.event.summary': summary,
    }),
  };
}

function nanoseconds(microseconds: number): string {
  return microseconds === 0 ? '0' : `${microseconds}000`;
}
