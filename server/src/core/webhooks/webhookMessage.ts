import type { EventType } from '#protocol/events';
import type { JsonObject } from '#protocol/json';
import type { ApprovalRow, EventRow, RunRow } from '#protocol/rows';
import type { WebhookBody } from '#protocol/webhooks/webhookBody';
import type { WebhookKind } from '#protocol/webhooks/webhookKinds';

/** The events that webhooks tell of, under the names that receivers know them by. */
export const webhookEvents: Partial<Record<EventType, WebhookKind>> = {
  'approval.requested': 'approval.requested',
  'approval.granted': 'approval.decided',
  'approval.rejected': 'approval.decided',
  'approval.expired': 'approval.decided',
  'run.ended': 'run.ended',
};

/** The rows that an event is about, where they are still there. */
export interface MessageRows {
  readonly approval: ApprovalRow | undefined;
  readonly run: RunRow | undefined;
}

/** Which approval an event is about. */
export function approvalIdOf(event: EventRow): string | null {
  return text(payloadOf(event)['approval_id']);
}

/**
 * What a webhook says of an event; null where nobody was asked and nothing is settled: consent by a rule, one vote of
 * several, the end of a grant that nobody used. The same event always leads to the same message.
 */
export function webhookMessage(event: EventRow, rows: MessageRows): WebhookBody | null {
  switch (webhookEvents[event.type]) {
    case 'approval.requested':
      return requested(event, rows);
    case 'approval.decided':
      return decided(event, rows);
    case 'run.ended':
      return ended(event, rows);
    default:
      return null;
  }
}

function requested(event: EventRow, { approval }: MessageRows): WebhookBody | null {
  const about = approvalData(event, approval);
  if (about === null) {
    return null;
  }
  const data = { ...placeOf(event), ...about, expires_at: approval?.expires_at ?? null };
  return { type: 'approval.requested', timestamp: event.ts, data };
}

function decided(event: EventRow, { approval }: MessageRows): WebhookBody | null {
  const about = approvalData(event, approval);
  const { votes, required } = payloadOf(event);
  const isVote = typeof votes === 'number' && typeof required === 'number' && votes < required;
  const wasDecided = event.type === 'approval.expired' && (approval?.decided_at ?? null) !== null;
  if (about === null || isVote || wasDecided) {
    return null;
  }
  const decision = decisions[event.type] ?? 'granted';
  return {
    type: 'approval.decided',
    timestamp: event.ts,
    data: { ...placeOf(event), ...about, decision },
  };
}

const decisions: Partial<Record<EventType, 'granted' | 'rejected' | 'expired'>> = {
  'approval.rejected': 'rejected',
  'approval.expired': 'expired',
};

function ended(event: EventRow, { run }: MessageRows): WebhookBody {
  const payload = payloadOf(event);
  const data = {
    ...placeOf(event),
    trace_id: run?.trace_id ?? null,
    plan_hash: run?.plan_hash ?? null,
    status: text(payload['status']) ?? run?.status ?? 'unknown',
    end_code: text(payload['end_code']),
    failed_step_id: text(payload['failed_step_id']),
    duration_ms: typeof payload['duration_ms'] === 'number' ? payload['duration_ms'] : null,
  };
  return { type: 'run.ended', timestamp: event.ts, data };
}

function approvalData(event: EventRow, approval: ApprovalRow | undefined) {
  const approval_id = approvalIdOf(event);
  const isByRule = approval?.actor?.startsWith('policy:') ?? event.actor.startsWith('policy:');
  if (approval_id === null || isByRule) {
    return null;
  }
  const payload = payloadOf(event);
  return {
    approval_id,
    subject_type: approval?.subject_type ?? text(payload['subject_type']),
    digest: text(payload['digest']),
  };
}

function placeOf({ id, seq, session_id, run_id, step_id, actor, source, client_message_id }: EventRow) {
  return { event_id: id, seq, session_id, run_id, step_id, actor, source, client_message_id };
}

function payloadOf(event: EventRow): JsonObject {
  return JSON.parse(event.payload) as JsonObject;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
