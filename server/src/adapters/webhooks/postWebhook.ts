import type { Network } from '../../runtime/ports';
import type { WebhookAnswer, WebhookMessage } from '../../runtime/ports/webhookPort';
import { signedHeaders } from './signature';

/** A receiver has this long to answer. */
const answerMs = 15_000;

/** Where a message goes and what it is signed with. */
export interface Receiver {
  readonly url: string;
  /** More than one while a secret is being changed. */
  readonly secrets: readonly string[];
}

/** Sends one signed message once. Redirects are not followed: the person named this address and no other. */
export async function postWebhook(
  network: Network,
  { url, secrets }: Receiver,
  { message, nowMs, signal }: { message: WebhookMessage; nowMs: number; signal: AbortSignal },
): Promise<WebhookAnswer> {
  const { id, body } = message;
  const signed = signedHeaders(secrets, { id, body, timeSeconds: Math.floor(nowMs / 1000) });
  const { status, headers } = await network.request({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', 'user-agent': 'holdpoint-webhooks', ...signed },
    body,
    timeoutMs: answerMs,
    maxBytes: 0,
    signal,
  });
  return { status, retryAfterMs: retryAfterMs(headers['retry-after']) };
}

/** Only the form in seconds is read; a date is left to our own waiting. */
function retryAfterMs(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : null;
}
