import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ResourceSpans } from '#protocol/otlp/otlp';
import { OtlpExporter, tracesUrl } from '../../server/src/adapters/telemetry/otlpExporter';

/** How the collector answers one request after the other; the last answer stays. */
interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const spans = (...names: readonly string[]): ResourceSpans[] =>
  names.map((name) => ({ scopeSpans: [{ spans: [{ name }] }] }));

describe('the exporter of spans', () => {
  let server: Server;
  let endpoint: string;
  let replies: Reply[];
  let bodies: { readonly path: string; readonly type: string; readonly names: readonly string[] }[];

  beforeEach(async () => {
    replies = [{ status: 200, body: '{}' }];
    bodies = [];
    server = createServer(async (request, response) => {
      bodies.push(await bodyOf(request));
      const { status, headers, body = '' } = (replies.length > 1 ? replies.shift() : replies[0]) as Reply;
      response.writeHead(status, headers).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const exporter = (more: object = {}) => new OtlpExporter({ endpoint, backOffMs: 1, ...more });

  it('FLOW-24: brings spans as OTLP in JSON, those of one moment together', async () => {
    const one = exporter();
    one.export(spans('a'));
    one.export(spans('b'));
    await one.finish(5000);
    assert.deepEqual(bodies, [{ path: '/v1/traces', type: 'application/json', names: ['a', 'b'] }]);
    assert.equal(one.lost, 0);
  });

  it('splits what is more than one request holds', async () => {
    const one = exporter({ batch: 2 });
    one.export(spans('a', 'b', 'c'));
    await one.finish(5000);
    assert.deepEqual(
      bodies.map(({ names }) => names),
      [['a', 'b'], ['c']],
    );
  });

  for (const status of [429, 502, 503, 504]) {
    it(`FLOW-24: tries again after ${status}, when the collector says so`, async () => {
      replies = [{ status, headers: { 'retry-after': '0' } }, { status }, { status: 200, body: '{}' }];
      const one = exporter();
      one.export(spans('a'));
      await one.finish(5000);
      assert.equal(bodies.length, 3);
      assert.equal(one.lost, 0);
    });
  }

  for (const status of [400, 401, 404, 500]) {
    it(`gives up after ${status}, which another try would not mend, and counts the loss`, async () => {
      replies = [{ status }];
      const one = exporter();
      one.export(spans('a', 'b'));
      await one.finish(5000);
      assert.deepEqual([bodies.length, one.lost], [1, 2]);
    });
  }

  it('counts what the collector rejects, and does not send it again', async () => {
    replies = [{ status: 200, body: '{"partialSuccess":{"rejectedSpans":"1","errorMessage":"no"}}' }];
    const one = exporter();
    one.export(spans('a', 'b'));
    await one.finish(5000);
    assert.deepEqual([bodies.length, one.lost], [1, 1]);
  });

  it('regression 34: counts what it tried in vain, and never throws', async () => {
    const one = exporter({ endpoint: 'http://127.0.0.1:1', tries: 3 });
    one.export(spans('a'));
    await one.finish(5000);
    assert.equal(one.lost, 1);
  });

  it('holds no more than its queue, and counts what does not fit', async () => {
    const one = exporter({ queue: 2 });
    one.export(spans('a', 'b', 'c'));
    assert.equal(one.lost, 1);
    await one.finish(5000);
    assert.deepEqual(bodies[0]?.names, ['a', 'b']);
  });

  it('ends when it is told to, however long the collector wants it to wait', async () => {
    replies = [{ status: 503, headers: { 'retry-after': '3600' } }];
    const one = exporter();
    one.export(spans('a'));
    await one.finish(50);
    assert.equal(one.lost, 1);
  });

  it('posts where a collector takes traces', () => {
    assert.equal(tracesUrl('http://h:4318'), 'http://h:4318/v1/traces');
    assert.equal(tracesUrl('http://h/otlp/'), 'http://h/otlp/v1/traces');
    assert.equal(tracesUrl('http://h/v1/traces'), 'http://h/v1/traces');
    assert.throws(() => tracesUrl('file:///etc/passwd'), TypeError);
    assert.throws(() => tracesUrl('nothing'), TypeError);
  });
});

async function bodyOf(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString()) as {
    resourceSpans: ResourceSpans[];
  };
  const names = resourceSpans.map(({ scopeSpans }) => scopeSpans?.[0]?.spans?.[0]?.name ?? '');
  return { path: request.url ?? '', type: request.headers['content-type'] ?? '', names };
}
