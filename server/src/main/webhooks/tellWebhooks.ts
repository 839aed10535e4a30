import type { Context } from '../../runtime/context';
import { Courier } from '../../runtime/webhooks/courier';
import type { Log } from '../../transports/log';
import { fileWebhooks } from './fileWebhooks';

/** Begins to tell the webhooks of a workspace of what its record tells. */
export function tellWebhooks(context: Context, { file, log }: { file: string; log: Log }): Courier {
  const { network, clock } = context.ports;
  const fault = (error: string) => log.error('webhooks cannot be read and nobody is told', { error });
  const courier = new Courier(context, fileWebhooks({ file, network, clock, fault }));
  courier.start();
  return courier;
}
