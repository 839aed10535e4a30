import type { Json, JsonObject } from '#protocol/json';
import type { EventView } from '#protocol/methods/records';
import type { SpanWire } from '#protocol/otlp/otlp';
import type { SpanKind, SpanRow } from '#protocol/rows';
import { parseLiteral } from '../../core/literals/parseLiteral';
import { typedAttributes } from '../../core/otlp/plainValues';
import type { FileEvent, FileSpan } from '../ports/tracePort';
import { isoOf } from '../traces/traceSummary';

/** A span of a file as our own record would hold it, with the events that happened at it. */
export function fileRow(span: FileSpan, events: readonly FileEvent[]): SpanRow {
  const attributes = objectIn(span.attributes);
  const { policy_snapshot: inAttributes, ...rest } = attributes;
  const policy = span.policy_snapshot === null ? inAttributes : objectIn(span.policy_snapshot);
  const start_us = span.start_us ?? 0;
  return {
    trace_id: span.trace_id,
    span_id: span.span_id,
    parent_span_id: span.parent_span_id === '' ? null : span.parent_span_id,
    run_id: span.run_id,
    service_name: span.service_name ?? '',
    kind: kindOf(span.kind),
    name: span.name ?? '',
    status: statusOf(span.status),
    error: span.error === '' ? null : span.error,
    timeout: span.timeout === 1 || isTrue(attributes['timeout']) ? 1 : 0,
    policy_snapshot: policy === undefined || policy === null ? null : JSON.stringify(policy),
    attributes: JSON.stringify(rest),
    otlp: JSON.stringify(wireOf(span, events)),
    start_us,
    end_us: span.end_us,
    created_at: isoOf(start_us),
  };
}

/** An event of a file as every door shows events. */
export function fileEventView(event: FileEvent, seq: number): EventView {
  return {
    seq,
    id: '',
    ts: isoOf(event.at_us ?? 0),
    session_id: null,
    run_id: null,
    step_id: null,
    attempt: null,
    span_id: event.span_id,
    type: event.event_type ?? '',
    level: event.level ?? 'info',
    summary: event.message ?? '',
    payload: objectIn(event.attributes),
    actor: '',
    source: '',
    client_message_id: null,
    prev_hash: '',
    hash: '',
  };
}

const kinds: ReadonlySet<string> = new Set<SpanKind>([
  ...(['run', 'step', 'attempt', 'tool', 'llm', 'service', 'git', 'gate'] as const),
]);

/** Older records called a run `flow` and a step `node`; whatever else there is counts as somebody’s service. */
function kindOf(kind: string | null): SpanKind {
  if (kind === 'flow') return 'run';
  if (kind === 'node') return 'step';
  return kind !== null && kinds.has(kind) ? (kind as SpanKind) : 'service';
}

function statusOf(status: string | null): SpanRow['status'] {
  const word = (status ?? '').toUpperCase();
  return word === 'OK' || word === 'ERROR' ? word : 'UNSET';
}

function isTrue(value: Json | undefined): boolean {
  return value === true || value === 1;
}

/** What is no literal at all stays readable under `text`. */
function objectIn(text: string | null): JsonObject {
  if (text === null || text === '') return {};
  const value = parseLiteral(text);
  if (value === undefined) return { text };
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as JsonObject)
    : { value };
}

/** What only OTLP has a place for: the events, and that nothing is known of the instrumentation. */
function wireOf({ otlp }: FileSpan, events: readonly FileEvent[]): SpanWire {
  const known = otlp === null ? {} : (JSON.parse(otlp) as SpanWire);
  const told = events.map(({ event_type, at_us, attributes, message }) => ({
    name: event_type ?? '',
    timeUnixNano: String(BigInt(Math.round(at_us ?? 0)) * 1000n),
    attributes: [...typedAttributes({ ...(message === null ? {} : { message }), ...objectIn(attributes) })],
  }));
  return { scope: {}, ...known, span: { ...known.span, events: [...(known.span?.events ?? []), ...told] } };
}
