import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { nodeNetwork, scriptedNetwork } from '../../server/src/adapters/network';
import type { HttpRequest } from '../../server/src/runtime/ports';

let server: Server;
let origin = '';
before(async () => {
  server = createServer((request, response) => {
    if (request.url === '/hang') return;
    if (request.url === '/moved') return response.writeHead(302, { location: '/elsewhere' }).end();
    if (request.url === '/flood') return flood(response);
    if (request.url === '/drop') return request.socket.destroy();
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      response.writeHead(request.url === '/missing' ? 404 : 200, {
        'x-echo': request.headers['x-given'] ?? '',
      });
      response.end(`${request.method} ${body}é`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});
const flood = (response: NodeJS.WritableStream & { destroyed?: boolean }) => {
  const more = () => {
    while (!response.destroyed && response.write('0123456789'.repeat(1000)));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
};
const ask = (path: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url: origin + path,
  headers: {},
  body: null,
  timeoutMs: 10_000,
  maxBytes: 10_000,
  signal: new AbortController().signal,
  ...more,
});

describe('the network', () => {
  const network = nodeNetwork();

  it('carries method, headers and body there and status, headers and body back', async () => {
    const sent = { method: 'POST', headers: { 'X-Given': 'yes' }, body: 'text' };
    const answer = await network.request(ask('/', sent));
    assert.deepEqual(
      [answer.status, answer.headers['x-echo'], answer.body, answer.truncated],
      [200, 'yes', 'POST texté', false],
    );
  });
  it('takes any status for an answer', async () => {
    assert.equal((await network.request(ask('/missing'))).status, 404);
  });
  it('follows no redirect', async () => {
    const answer = await network.request(ask('/moved'));
    assert.deepEqual([answer.status, answer.headers['location'], answer.body], [302, '/elsewhere', '']);
  });
  it('reads an endless body up to the cap', async () => {
    const answer = await network.request(ask('/flood', { maxBytes: 12_345 }));
    assert.deepEqual([answer.body.length, answer.truncated], [12_345, true]);
  });
  it('rejects with a TimeoutError when nobody answers in time', async () => {
    await assert.rejects(network.request(ask('/hang', { timeoutMs: 50 })), { name: 'TimeoutError' });
  });
  it('rejects with an AbortError when it is cancelled', async () => {
    const controller = new AbortController();
    const answer = network.request(ask('/hang', { signal: controller.signal }));
    controller.abort();
    await assert.rejects(answer, { name: 'AbortError' });
  });
  it('says what broke', async () => {
    await assert.rejects(network.request(ask('/drop')), /other side closed|ECONNRESET/);
    await assert.rejects(network.request(ask('', { url: 'http://127.0.0.1:1/' })), /ECONNREFUSED|bad port/);
  });
  it('has a twin that answers from a script with the same cap', async () => {
    const twin = scriptedNetwork(({ url }) => ({ status: 201, body: `${url} é` }));
    const answer = await twin.request(ask('', { url: 'http://x/', maxBytes: 9 }));
    assert.deepEqual(answer, { status: 201, headers: {}, body: 'http://x/', truncated: true });
    assert.deepEqual(
      twin.requests.map(({ url }) => url),
      ['http://x/'],
    );
    await assert.rejects(twin.request(ask('/', { signal: AbortSignal.abort() })), { name: 'AbortError' });
  });
});
