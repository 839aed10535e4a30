import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came in. */
export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A receiver of webhooks on the loopback address that keeps all it was sent. */
export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** Of every message the first time that it came, in order. */
  bodies(): readonly { readonly type: string; readonly data: Record<string, unknown> }[];
  close(): Promise<void>;
}

/** Opens a receiver; `answer` says which status the nth request gets, `null` for none at all. */
export async function receiver(
  answer: (count: number) => number | null = () => 204,
  { port = 0, path = '/hook', headers = {} }: ReceiverPlace = {},
): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      received.push({ headers: incoming.headers as Record<string, string>, body });
      const status = answer(received.length);
      if (status !== null) {
        outgoing.writeHead(status, headers).end();
      }
    });
  });
  const listening = await listen(server, port);
  return {
    url: `http://127.0.0.1:${listening}${path}`,
    received,
    bodies: () => {
      const ids = new Set<string>();
      return received.flatMap(({ headers: { 'webhook-id': id = '' }, body }) => {
        const isNew = !ids.has(id);
        ids.add(id);
        return isNew ? [JSON.parse(body)] : [];
      });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface ReceiverPlace {
  readonly port?: number;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
