import type { EventRow } from '#protocol/rows';
import { approvalIdOf, webhookMessage } from '../../core/webhooks/webhookMessage';
import type { Context } from '../context';
import type { WebhookTarget } from '../ports/webhookPort';

/** The body of what a target is told of an event; null when it is told nothing. */
export async function messageFor(
  { ports: { store } }: Context,
  { kinds }: WebhookTarget,
  event: EventRow,
): Promise<string | null> {
  const isOfRun = event.type === 'run.ended';
  const approvalId = isOfRun ? null : approvalIdOf(event);
  const approval = approvalId === null ? undefined : await store.get('approvals', { id: approvalId });
  const run = isOfRun && event.run_id !== null ? await store.get('runs', { id: event.run_id }) : undefined;
  const message = webhookMessage(event, { approval, run });
  const isWanted = message !== null && kinds.some((kind) => kind === message.type);
  return isWanted ? JSON.stringify(message) : null;
}
