import type { KeyValue, OtlpResource, OtlpScope, OtlpSpan, SpanWire } from '#protocol/otlp/otlp';
import type { SpanKind, SpanRow } from '#protocol/rows';
import type { Redactor } from '../redact/redactor';
import { normalize } from './normalize';
import { isPlain, plainAttributes } from './plainValues';
import { redactOwner, redactSpan } from './redactAttributes';
import { spanLimits } from './spanLimits';

/** A span from outside as it may be stored, once it is known whose trace it belongs to. */
export interface ReceivedSpan {
  readonly row: Omit<SpanRow, 'run_id' | 'created_at'>;
  /** Whether it says things of the namespace in which only this program speaks. */
  readonly claimsOurs: boolean;
}

/** What came in: spans to store, and how many were rejected for which reason. */
export interface Received {
  readonly spans: readonly ReceivedSpan[];
  readonly rejected: ReadonlyMap<string, number>;
}

/** Reads the groups of spans of a request; a fault costs what it is in, not the rest. Nothing of it is a secret afterwards. */
export function receiveSpans(groups: readonly unknown[], redactor: Redactor): Received {
  const reception: Reception = { redactor, spans: [], rejected: new Map() };
  for (const group of groups) {
    const read = normalize<{ resource?: OtlpResource; scopeSpans?: unknown; schemaUrl?: string }>(
      'ResourceSpans',
      group,
      new Set(['scopeSpans']),
    );
    if ('fault' in read) {
      reject(
        reception,
        read.fault,
        countSpans(group, 'scopeSpans', (scope) => countSpans(scope, 'spans')),
      );
      continue;
    }
    const { resource, schemaUrl, scopeSpans = [] } = read.value;
    if (!Array.isArray(scopeSpans)) {
      reject(reception, 'scopeSpans is not a list', 1);
      continue;
    }
    const about = {
      ...(resource === undefined ? {} : { resource: redactOwner(resource, redactor) }),
      ...(schemaUrl === undefined ? {} : { resource_schema_url: schemaUrl }),
    };
    for (const scope of scopeSpans) {
      receiveScope(reception, about, scope);
    }
  }
  return reception;
}

interface Reception {
  readonly redactor: Redactor;
  readonly spans: ReceivedSpan[];
  readonly rejected: Map<string, number>;
}

type About = Omit<SpanWire, 'span'>;

function receiveScope(reception: Reception, resource: About, given: unknown): void {
  const read = normalize<{ scope?: OtlpScope; spans?: unknown; schemaUrl?: string }>(
    'ScopeSpans',
    given,
    new Set(['spans']),
  );
  if ('fault' in read) {
    reject(reception, read.fault, countSpans(given, 'spans'));
    return;
  }
  const { scope, schemaUrl, spans = [] } = read.value;
  if (!Array.isArray(spans)) {
    reject(reception, 'spans is not a list', 1);
    return;
  }
  const about: About = {
    ...resource,
    ...(scope === undefined ? {} : { scope: redactOwner(scope, reception.redactor) }),
    ...(schemaUrl === undefined ? {} : { scope_schema_url: schemaUrl }),
  };
  const frame = { about, text: JSON.stringify(about), service: serviceOf(about) };
  for (const span of spans) {
    receiveSpan(reception, frame, span);
  }
}

/** What the spans of one scope have in common, written out once. */
interface Frame {
  readonly about: About;
  readonly text: string;
  readonly service: string;
}

function receiveSpan(reception: Reception, frame: Frame, given: unknown): void {
  const read = normalize<OtlpSpan>('Span', given);
  const fault = 'fault' in read ? read.fault : spanFault(read.value);
  if (fault !== null || 'fault' in read) {
    reject(reception, fault ?? '', 1);
    return;
  }
  const span = redactSpan(read.value, reception.redactor);
  const row = rowOf(frame, span);
  if ((row.otlp?.length ?? 0) + row.attributes.length > spanLimits.characters) {
    reject(reception, `a span is larger than ${spanLimits.characters} characters`, 1);
    return;
  }
  const claimsOurs = (span.attributes ?? []).some(({ key = '' }) => key.startsWith('holdpoint.'));
  reception.spans.push({ row, claimsOurs });
}

/** What keeps a span from being one; times and parents that make no sense are the sender's business. */
function spanFault(span: OtlpSpan): string | null {
  const { traceId, spanId, parentSpanId, startTimeUnixNano: start = '0', endTimeUnixNano: end = '0' } = span;
  if (traceId === undefined || spanId === undefined) return 'a span has no trace id or no span id';
  if (parentSpanId === spanId) return 'a span is its own parent';
  if (end === '0') return 'a span has no end';
  return [start, end].some((time) => microseconds(time) > Number.MAX_SAFE_INTEGER)
    ? 'a time lies too far in the future'
    : null;
}

/** The digits are those of a whole number, so that leaving out three is dividing by a thousand. */
function microseconds(nanoseconds: string): number {
  return Number(nanoseconds.slice(0, -3));
}

const statuses = ['UNSET', 'OK', 'ERROR'] as const;

function rowOf(frame: Frame, span: OtlpSpan): ReceivedSpan['row'] {
  const { traceId = '', spanId = '', parentSpanId, name = '', attributes = [], ...rest } = span;
  const wire = { ...rest, ...(isPlain(attributes) ? {} : { attributes }) };
  const plain = plainAttributes(attributes);
  const startUs = microseconds(span.startTimeUnixNano ?? '0');
  return {
    span_id: spanId,
    trace_id: traceId,
    parent_span_id: parentSpanId ?? null,
    service_name: frame.service,
    kind: kindOf(attributes),
    name,
    status: statuses[span.status?.code ?? 0] ?? 'UNSET',
    error: span.status?.message ?? null,
    timeout: plain['timeout'] === true ? 1 : 0,
    policy_snapshot: null,
    attributes: JSON.stringify(plain),
    otlp: `{"span":${JSON.stringify({ startTimeUnixNano: '0', ...wire })}${restOf(frame.text)}`,
    start_us: startUs,
    // A span that ends before it starts took no time; what was sent is kept beside this.
    end_us: Math.max(startUs, microseconds(span.endTimeUnixNano ?? '0')),
  };
}

/** The members of an object's text, to stand after others. */
function restOf(text: string): string {
  return text === '{}' ? '}' : `,${text.slice(1)}`;
}

const modelOperations = new Set(['chat', 'generate_content', 'text_completion', 'embeddings']);

/** Which of our kinds fits a span from outside; a gate is none, nobody but this program decides anything. */
function kindOf(attributes: readonly KeyValue[]): SpanKind {
  const operation = attributes.find(({ key }) => key === 'gen_ai.operation.name')?.value?.stringValue;
  if (operation === undefined) return 'service';
  return modelOperations.has(operation) ? 'llm' : operation === 'execute_tool' ? 'tool' : 'service';
}

function serviceOf({ resource }: About): string {
  const name = resource?.attributes?.find(({ key }) => key === 'service.name')?.value?.stringValue;
  return name ?? 'unknown_service';
}

function reject({ rejected }: Reception, reason: string, count: number): void {
  rejected.set(reason, (rejected.get(reason) ?? 0) + count);
}

/** How many spans lie in something that could not be read, one at least. */
function countSpans(given: unknown, name: string, count: (entry: unknown) => number = () => 1): number {
  const entries =
    given !== null && typeof given === 'object' ? (given as Record<string, unknown>)[name] : null;
  return Array.isArray(entries) ? entries.reduce((sum: number, entry) => sum + count(entry), 0) : 1;
}
