import { randomBytes } from 'node:crypto';
import type { EventLevel, EventType } from '#protocol/events';
import type { SpanView } from '#protocol/methods/records';
import type { EventRow, SpanRow } from '#protocol/rows';
import type { TracedEvent } from './tracer';

/** The row of a span as a tracer was told of it. */
export function spanRow(span: SpanView): SpanRow {
  const { timeout, policy_snapshot, attributes, ...same } = span;
  return {
    ...same,
    kind: span.kind as SpanRow['kind'],
    timeout: timeout ? 1 : 0,
    policy_snapshot: policy_snapshot === null ? null : JSON.stringify(policy_snapshot),
    attributes: JSON.stringify(attributes),
    otlp: null,
    created_at: new Date(span.start_us / 1000).toISOString(),
  };
}

/** The row of an event as a tracer was told of it; it has no place in a chain. */
export function tracedEventRow(event: TracedEvent, index = 0): EventRow {
  return {
    seq: index + 1,
    id: `evt_${randomBytes(6).toString('hex')}`,
    ts: event.timestamp,
    session_id: null,
    run_id: null,
    step_id: null,
    attempt: null,
    span_id: event.span_id,
    type: event.event_type as EventType,
    level: event.level as EventLevel,
    summary: event.message,
    payload: JSON.stringify(event.attributes ?? null),
    actor: 'system',
    source: 'cli',
    client_message_id: null,
    prev_hash: '',
    hash: '',
  };
}
