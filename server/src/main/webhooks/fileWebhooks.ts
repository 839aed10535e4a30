import { AppError } from '#protocol/errors';
import { postWebhook } from '../../adapters/webhooks/postWebhook';
import type { Clock, Network } from '../../runtime/ports';
import type { Webhooks } from '../../runtime/ports/webhookPort';
import { type KeptWebhook, validSecrets, WebhookFile } from './webhookFile';

/** What is needed to tell the webhooks of a file. */
export interface FileWebhooks {
  readonly file: string;
  readonly network: Network;
  readonly clock: Pick<Clock, 'now'>;
  /** Hears once of a file that cannot be read; it names no webhook until it can. */
  readonly fault: (text: string) => void;
}

/** The webhooks of a workspace's file, read anew whenever somebody has changed it. */
export function fileWebhooks({ file, network, clock, fault }: FileWebhooks): Webhooks {
  const kept = new WebhookFile(file);
  let lastFault = '';
  const all = (): readonly KeptWebhook[] => {
    try {
      const found = kept.all();
      lastFault = '';
      return found;
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (text !== lastFault) {
        lastFault = text;
        fault(text);
      }
      return [];
    }
  };
  return {
    targets: all,
    async send(targetId, message, signal) {
      const found = all().find(({ id }) => id === targetId);
      if (found === undefined) {
        throw new AppError('NOT_FOUND', 'the webhook was removed');
      }
      const nowMs = clock.now();
      const receiver = { url: found.url, secrets: validSecrets(found, nowMs) };
      return await postWebhook(network, receiver, { message, nowMs, signal });
    },
  };
}
