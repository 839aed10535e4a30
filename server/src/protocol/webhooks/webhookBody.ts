import { z } from 'zod';
import { sources } from '../events';

/** Where in the record the thing stands that a message tells of, and who did it by which door. */
const place = {
  event_id: z.string(),
  seq: z.int(),
  session_id: z.string().nullable(),
  run_id: z.string().nullable(),
  step_id: z.string().nullable(),
  actor: z.string(),
  source: z.enum(sources),
  client_message_id: z.string().nullable(),
};

const approval = {
  approval_id: z.string(),
  subject_type: z.string().nullable(),
  digest: z.string().nullable(),
};

const run = {
  trace_id: z.string().nullable(),
  plan_hash: z.string().nullable(),
  status: z.string(),
  end_code: z.string().nullable(),
  failed_step_id: z.string().nullable(),
  duration_ms: z.number().nullable(),
};

const message = <Type extends string, Data extends z.ZodRawShape>(type: Type, data: Data) =>
  z.strictObject({ type: z.literal(type), timestamp: z.string(), data: z.strictObject(data) });

/**
 * The body of every request that a webhook sends: ids, states and names alone. No text that a person, a plan or a program
 * wrote is ever among them.
 */
export const webhookBody = z.discriminatedUnion('type', [
  message('approval.requested', { ...place, ...approval, expires_at: z.string().nullable() }),
  message('approval.decided', {
    ...place,
    ...approval,
    decision: z.enum(['granted', 'rejected', 'expired']),
  }),
  message('run.ended', { ...place, ...run }),
  message('webhook.test', { webhook: z.string() }),
]);

export type WebhookBody = z.infer<typeof webhookBody>;
