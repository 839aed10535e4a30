import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { OtlpSpan } from '#protocol/otlp/otlp';
import type { Rows } from '#protocol/rows';
import { readMessage } from '../../server/src/transports/http/otlp/readMessage';
import { writeMessage } from '../../server/src/transports/http/otlp/writeMessage';
import { type HttpScene, httpScene, testTokens } from '../http/httpScene';
import { composeMemory, type MemoryServer } from '../support/composeMemory';

const traceId = 'a'.repeat(32);

function span(more: Partial<OtlpSpan> = {}): OtlpSpan {
  return {
    traceId,
    spanId: 'b'.repeat(16),
    name: 'work',
    startTimeUnixNano: '1700000000000000001',
    endTimeUnixNano: '1700000000000000002',
    ...more,
  };
}

const request = (...spans: readonly unknown[]) => ({
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'child' } }] },
      scopeSpans: [{ scope: { name: 'lib' }, spans }],
    },
  ],
});

describe('the receiver of spans', () => {
  let server: MemoryServer;
  let scene: HttpScene;

  beforeEach(async () => {
    server = composeMemory({ secrets: { DEPLOY: 'correct-horse-battery' } });
    scene = await httpScene(server.handlers, { spanBytes: 100_000 });
  });
  afterEach(() => scene.door.close(100));

  const post = (body: unknown, init: RequestInit & { readonly token?: string | null } = {}) =>
    scene.ask('/v1/traces', {
      method: 'POST',
      token: testTokens.spans,
      body: typeof body === 'string' || body instanceof Uint8Array ? (body as never) : JSON.stringify(body),
      ...init,
    });
  const rows = async (where: Partial<Rows['spans']> = {}) =>
    (await server.context.ports.store.list('spans', { where, limit: null })).items;

  it('keeps all of a span, and says so with nothing more to say', async () => {
    const answer = await post(request(span({ kind: 3, traceState: 'a=1' })));
    assert.deepEqual([answer.status, answer.body], [200, {}]);
    const [row] = await rows();
    assert.equal(row?.service_name, 'child');
    assert.equal(row?.run_id, null);
    assert.equal(row?.start_us, 1_700_000_000_000_000);
    const out = await server.request('trace/otlp', { trace_id: traceId });
    assert.deepEqual(out.resourceSpans, request(span({ kind: 3, traceState: 'a=1' })).resourceSpans);
  });

  it('takes times and integers that were written as numbers, too', async () => {
    const { startTimeUnixNano: _, ...rest } = span({ attributes: [{ key: 'n', value: { intValue: '7' } }] });
    const body = JSON.stringify(request({ ...rest, endTimeUnixNano: 0 }))
      .replace(
        '"endTimeUnixNano":0',
        '"startTimeUnixNano":1700000000000000000,"endTimeUnixNano":1700000000500000123',
      )
      .replace('"intValue":"7"', '"intValue":7');
    const answer = await post(body);
    assert.deepEqual([answer.status, answer.body], [200, {}]);
    const [row] = await rows();
    assert.deepEqual([row?.start_us, row?.end_us], [1_700_000_000_000_000, 1_700_000_000_500_000]);
    assert.deepEqual(JSON.parse(row?.attributes ?? ''), { n: 7 });
    const half = JSON.stringify(request(span())).replace('"1700000000000000001"', '1.5');
    assert.equal((await post(half)).body.partialSuccess.rejectedSpans, '1');
  });

  it('reads protobuf, packed or not, and answers in it', async () => {
    const body = writeMessage('TracesData', request(span()));
    for (const [bytes, headers] of [
      [body, { 'content-type': 'application/x-protobuf' }],
      [gzipSync(body), { 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' }],
    ] as const) {
      const answer = await fetch(`${scene.url}/v1/traces`, {
        method: 'POST',
        headers: { ...headers, authorization: `Bearer ${testTokens.spans}` },
        body: bytes as never,
      });
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('content-type'), 'application/x-protobuf');
      assert.deepEqual(readMessage('Answer', new Uint8Array(await answer.arrayBuffer())), {});
    }
    assert.equal((await rows()).length, 1);
  });

  it('accepts the same span again and keeps it once; another under its id is rejected', async () => {
    await post(request(span()));
    assert.deepEqual((await post(request(span(), span()))).body, {});
    const other = await post(request(span({ name: 'other' }), span({ spanId: 'c'.repeat(16) })));
    assert.deepEqual(other.body, {
      partialSuccess: { rejectedSpans: '1', errorMessage: '1: another span has this id' },
    });
    assert.deepEqual(
      (await rows()).map(({ name }) => name),
      ['work', 'work'],
    );
  });

  it('stores nothing that is secret, wherever it stands', async () => {
    const secret = 'correct-horse-battery';
    await post(
      request(
        span({
          name: `call ${secret}`,
          attributes: [
            { key: 'api_token', value: { stringValue: 'short' } },
            {
              key: 'deep',
              value: { kvlistValue: { values: [{ key: 'password', value: { stringValue: 'pw' } }] } },
            },
            {
              key: 'args',
              value: { arrayValue: { values: [{ stringValue: '--token' }, { stringValue: 'pw2' }] } },
            },
            { key: 'raw', value: { bytesValue: Buffer.from(secret).toString('base64') } },
          ],
          events: [{ name: secret, attributes: [{ key: 'x', value: { stringValue: secret } }] }],
          status: { code: 2, message: `failed with ${secret}` },
        }),
      ),
    );
    const text = JSON.stringify(await rows());
    assert.match(text, /REDACTED/);
    for (const hidden of [secret, '"short"', '"pw"', '"pw2"', Buffer.from(secret).toString('base64')]) {
      assert.ok(!text.includes(hidden), hidden);
    }
  });

  const rejected: readonly [string, unknown, RegExp][] = [
    ['no trace id', span({ traceId: '' }), /no trace id/],
    ['a trace id of zeros', span({ traceId: '0'.repeat(32) }), /no trace id/],
    ['an id in base64', span({ traceId: 'W47/95gDgQPSabYzgT/GDA==' }), /traceId does not hold a trace_id/],
    ['no end', span({ endTimeUnixNano: '0' }), /no end/],
    ['itself for a parent', span({ parentSpanId: 'b'.repeat(16) }), /its own parent/],
    ['a time beyond all clocks', span({ endTimeUnixNano: String(2n ** 64n - 1n) }), /too far in the future/],
    ['a time that is none', span({ startTimeUnixNano: 'noon' }), /startTimeUnixNano does not hold/],
    ['a kind by its name', { ...span(), kind: 'SPAN_KIND_CLIENT' }, /kind does not hold an? enum/],
    ['no object', 7, /Span is not an object/],
    ['attributes that are no list', { ...span(), attributes: {} }, /attributes is not a list/],
    ['values without end', span({ attributes: [{ key: 'a', value: deep(40) }] }), /nests deeper than 16/],
    [
      'too many attributes',
      span({ attributes: Array.from({ length: 2100 }, (_, n) => ({ key: `${n}`, value: many(10) })) }),
      /more than 20000 values/,
    ],
  ];
  for (const [name, bad, reason] of rejected) {
    it(`rejects a span with ${name}, says why and keeps the others`, async () => {
      const large = await httpScene(server.handlers);
      const answer = await large.ask('/v1/traces', {
        method: 'POST',
        body: JSON.stringify(request(bad, span({ spanId: 'd'.repeat(16) }))),
      });
      await large.door.close(100);
      assert.equal(answer.status, 200);
      assert.equal(answer.body.partialSuccess.rejectedSpans, '1');
      assert.match(answer.body.partialSuccess.errorMessage, reason);
      assert.deepEqual(
        (await rows()).map(({ span_id }) => span_id),
        ['d'.repeat(16)],
      );
    });
  }

  it('keeps spans that make no sense together: no parent, a ring of parents, an end before the start', async () => {
    const [one, two] = ['1'.repeat(16), '2'.repeat(16)];
    const answer = await post(
      request(
        span({ spanId: one, parentSpanId: two }),
        span({ spanId: two, parentSpanId: one }),
        span({ spanId: '3'.repeat(16), parentSpanId: 'f'.repeat(16) }),
        span({ spanId: '4'.repeat(16), startTimeUnixNano: '1700000000000009000', endTimeUnixNano: '1' }),
      ),
    );
    assert.deepEqual(answer.body, {});
    const shown = await server.request('trace/show', { trace_id: traceId });
    assert.equal(shown.spans.length, 4);
    assert.ok(shown.spans.every((row) => row.end_us !== null && row.end_us >= row.start_us));
    const found = await server.request('trace/query', { q: '{ name = "work" }' });
    assert.ok(Array.isArray(found.items));
  });

  const refused: readonly [string, string | Uint8Array, RequestInit, number][] = [
    ['a list', '[]', {}, 400],
    ['groups that are no list', '{"resourceSpans":{}}', {}, 400],
    ['half a document', '{"resourceSpans":[', {}, 400],
    ['another type', 'x', { headers: { 'content-type': 'text/plain' } }, 400],
    ['another packing', '{}', { headers: { 'content-encoding': 'br' } }, 400],
    ['what is not packed as it says', '{}', { headers: { 'content-encoding': 'gzip' } }, 400],
    ['a body beyond the limit', JSON.stringify({ x: 'y'.repeat(100_001) }), {}, 413],
    [
      'a body that unpacks beyond the limit',
      gzipSync(Buffer.alloc(50_000_000, 32)),
      { headers: { 'content-encoding': 'gzip' } },
      413,
    ],
    ['brackets without end', '['.repeat(90_000), {}, 400],
  ];
  for (const [name, body, init, status] of refused) {
    it(`refuses ${name} with ${status}, and lives`, async () => {
      const answer = await post(body, init);
      assert.equal(answer.status, status);
      assert.ok(typeof answer.body.message === 'string');
      assert.deepEqual((await post(request(span()))).body, {});
    });
  }

  it('refuses in protobuf, as a Status with a message, whoever speaks protobuf', async () => {
    const headers = { 'content-type': 'application/x-protobuf' };
    const ask = async (token: string, body: Uint8Array | string) => {
      const answer = await fetch(`${scene.url}/v1/traces`, {
        method: 'POST',
        headers: { ...headers, authorization: `Bearer ${token}` },
        body: body as never,
      });
      assert.equal(answer.headers.get('content-type'), 'application/x-protobuf');
      const status = readMessage('Fault', new Uint8Array(await answer.arrayBuffer()));
      return [answer.status, status['message']];
    };
    assert.deepEqual(await ask(testTokens.spans, 'hello'), [
      400,
      'the body is no message of OTLP in protobuf',
    ]);
    assert.deepEqual(await ask(testTokens.spans, new Uint8Array(100_001)), [
      413,
      'the body has more than 100000 bytes',
    ]);
    assert.deepEqual(await ask('wrong', 'hello'), [401, 'the token is not one of this server']);
    assert.equal((await ask(testTokens.viewer, writeMessage('TracesData', request(span()))))[0], 403);
  });

  it('answers others while it takes in many spans', async () => {
    const large = await httpScene(server.handlers);
    const spans = Array.from({ length: 6000 }, (_, n) =>
      span({ spanId: (n + 1).toString(16).padStart(16, '0') }),
    );
    const posted = large.ask('/v1/traces', { method: 'POST', body: JSON.stringify(request(...spans)) });
    const order: string[] = [];
    void posted.then(() => order.push('posted'));
    for (let asked = 0; asked < 10; asked += 1) {
      assert.equal((await large.ask('/health', { token: null })).status, 200);
      order.push('health');
    }
    assert.deepEqual((await posted).body, {});
    assert.equal((await rows()).length, 6000);
    assert.ok(order.indexOf('posted') > 3 || !order.includes('posted'), order.join(' '));
    await large.door.close(100);
  });

  it('passes over what it does not know, and takes an empty request for one', async () => {
    assert.deepEqual((await post({ ...request({ ...span(), surprise: { a: 1 } }), more: 1 })).body, {});
    assert.deepEqual((await post({})).body, {});
    assert.equal((await rows()).length, 1);
  });

  it('takes no spans from a viewer or a stranger', async () => {
    assert.equal((await post(request(span()), { token: testTokens.viewer })).status, 403);
    assert.equal((await post(request(span()), { token: null })).status, 401);
    assert.deepEqual(await rows(), []);
  });
});

function deep(levels: number): object {
  return levels === 0 ? { intValue: '1' } : { arrayValue: { values: [deep(levels - 1)] } };
}

function many(count: number): object {
  return { arrayValue: { values: Array.from({ length: count }, () => ({ boolValue: true })) } };
}
