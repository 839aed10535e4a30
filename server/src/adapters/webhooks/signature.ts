import { createHmac, randomBytes } from 'node:crypto';

/** What every secret begins with, so that it is known for one where it turns up. */
export const secretPrefix = 'whsec_';

/** A new secret for one webhook. */
export function newSecret(): string {
  return secretPrefix + randomBytes(32).toString('base64');
}

/** Whether a text is a secret in the form of Standard Webhooks: 24 to 64 bytes in base64 behind the prefix. */
export function isSecret(text: string): boolean {
  const encoded = text.slice(secretPrefix.length);
  const { length } = Buffer.from(encoded, 'base64');
  const isForm = text.startsWith(secretPrefix) && /^[A-Za-z0-9+/]+={0,2}$/.test(encoded);
  return isForm && length >= 24 && length <= 64;
}

/** The headers by which a receiver knows who sent a message and when; one signature for each secret that is valid. */
export function signedHeaders(
  secrets: readonly string[],
  { id, timeSeconds, body }: { readonly id: string; readonly timeSeconds: number; readonly body: string },
): Readonly<Record<string, string>> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(secretPrefix.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timeSeconds}.${body}`).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timeSeconds),
    'webhook-signature': signatures.join(' '),
  };
}
