import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
  '.html': 'text/html; charset=utf-8',
};

/** A server of the built views and of pages made for a test. */
export interface ViewServer {
  readonly origin: string;
  /** Offers a page or script under `/made/<name>`. */
  offer(name: string, text: string): void;
  close(): void;
}

/** Serves dist/media and what a test offers, on this machine only. */
export async function serveViews(): Promise<ViewServer> {
  const made = new Map<string, string>();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://view').pathname;
    if (path === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    const content = made.get(path) ?? readFile(join('dist/media', path));
    Promise.resolve(content).then(
      (body) => response.writeHead(200, { 'content-type': types[extname(path)] ?? 'text/plain' }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    offer: (name, text) => {
      made.set(`/made/${name}`, text);
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
