import { randomBytes } from 'node:crypto';
import type { WebhookBody } from '#protocol/webhooks/webhookBody';
import { nodeNetwork } from '../../adapters/network';
import { postWebhook } from '../../adapters/webhooks/postWebhook';
import { type KeptWebhook, validSecrets } from '../../main/webhooks/webhookFile';
import type { Call, Outcome } from '../invocation';

/** Sends a signed message to one webhook, once, and says how it was answered; exit 1 unless it was taken. */
export async function tellTest(call: Call, webhook: KeptWebhook): Promise<Outcome> {
  const { name, url } = webhook;
  const nowMs = Date.now();
  const body: WebhookBody = {
    type: 'webhook.test',
    timestamp: new Date(nowMs).toISOString(),
    data: { webhook: name },
  };
  const leaving = new AbortController();
  const off = call.onInterrupt(() => leaving.abort());
  const message = { id: `test_${randomBytes(6).toString('hex')}`, body: JSON.stringify(body) };
  const receiver = { url, secrets: validSecrets(webhook, nowMs) };
  const sent = { message, nowMs, signal: leaving.signal };
  const answer = await postWebhook(nodeNetwork(), receiver, sent).then(
    ({ status }) => ({ status, error: null }),
    (error: Error) => ({ status: null, error: error.message }),
  );
  off();
  const isTaken = answer.status !== null && answer.status >= 200 && answer.status < 300;
  const said = answer.error ?? `HTTP ${answer.status}`;
  return {
    document: { name, ok: isTaken, message_id: message.id, ...answer },
    text: isTaken ? `${name}: taken (${said})` : `${name}: not taken (${said})`,
    exit: isTaken ? 0 : 1,
  };
}
