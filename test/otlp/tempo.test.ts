import assert from 'node:assert/strict';
import type { OtlpSpan } from '#protocol/otlp/otlp';
import { readMessage } from '../../server/src/transports/http/otlp/readMessage';
import { type HttpScene, httpScene, testTokens } from '../http/httpScene';
import { composeMemory } from '../support/composeMemory';

const traceId = `0${'a'.repeat(31)}`;
/** A minute of a day that the clock of the test has seen. */
const startSeconds = 1_767_225_600;
const at = (seconds: number) => `${startSeconds + seconds}000000000`;

const spans: readonly OtlpSpan[] = [
  {
    traceId,
    spanId: '1'.repeat(16),
    name: 'GET /orders',
    kind: 2,
    startTimeUnixNano: at(0),
    endTimeUnixNano: at(2),
    attributes: [{ key: 'http.route', value: { stringValue: '/orders' } }],
    status: { code: 1 },
  },
  {
    traceId,
    spanId: '2'.repeat(16),
    parentSpanId: '1'.repeat(16),
    name: 'query "users"',
    kind: 3,
    startTimeUnixNano: at(1),
    endTimeUnixNano: at(2),
    attributes: [
      { key: 'db.rows', value: { intValue: '7' } },
      { key: 'http.route', value: { stringValue: '/orders' } },
    ],
    status: { code: 2, message: 'gone' },
  },
];

describe("Tempo's API", () => {
  let scene: HttpScene;

  before(async () => {
    const server = composeMemory();
    scene = await httpScene(server.handlers);
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] };
    const body = JSON.stringify({
      resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'lib' }, spans }] }],
    });
    assert.deepEqual((await scene.ask('/v1/traces', { method: 'POST', body })).body, {});
  });
  after(() => scene.door.close(100));

  const get = (path: string, token: string | null = testTokens.viewer) => scene.ask(path, { token });
  const search = async (query: Record<string, string>) =>
    (await get(`/api/search?${new URLSearchParams(query)}`)).body;

  it('answers an echo, with the token only', async () => {
    const headers = { authorization: `Bearer ${testTokens.viewer}` };
    assert.equal(await (await fetch(`${scene.url}/api/echo`, { headers })).text(), 'echo');
    assert.equal((await get('/api/echo', null)).status, 401);
  });

  it('finds traces by TraceQL, in the documented shape', async () => {
    const found = await search({ q: '{ status = error } | select(span.db.rows)', spss: '1' });
    assert.deepEqual(found.traces, [
      {
        traceID: traceId,
        rootServiceName: 'shop',
        rootTraceName: 'GET /orders',
        startTimeUnixNano: at(0),
        durationMs: 2000,
        spanSet: found.traces[0].spanSets[0],
        spanSets: [
          {
            spans: [
              {
                spanID: '2'.repeat(16),
                name: 'query "users"',
                startTimeUnixNano: at(1),
                durationNanos: '1000000000',
                attributes: found.traces[0].spanSets[0].spans[0].attributes,
              },
            ],
            matched: 1,
          },
        ],
      },
    ]);
    const [selected] = found.traces[0].spanSets[0].spans[0].attributes;
    assert.match(selected.key, /db\.rows/);
    assert.deepEqual(selected.value, { intValue: '7' });
    assert.equal(typeof found.metrics.inspectedSpans, 'string');
  });

  it('finds by tags and durations, as older data sources ask', async () => {
    assert.equal((await search({ tags: 'http.route=/orders service.name="shop"' })).traces.length, 1);
    assert.equal((await search({ tags: 'http.route="/nothing"' })).traces.length, 0);
    assert.equal((await search({ minDuration: '1500ms' })).traces.length, 1);
    assert.equal((await search({ minDuration: '3s' })).traces.length, 0);
    assert.equal((await search({})).traces.length, 1);
  });

  it('looks within the range that is asked for', async () => {
    const within = { start: String(startSeconds - 5), end: String(startSeconds + 5) };
    assert.equal((await search({ q: '{}', ...within })).traces.length, 1);
    assert.equal((await search({ q: '{}', start: String(startSeconds + 100) })).traces.length, 0);
  });

  for (const query of [
    'q={',
    'q={} | rate()',
    'tags=no tag here',
    'limit=many',
    'start=noon',
    'minDuration=long',
  ]) {
    it(`refuses ${query} with 400, never with a wider result`, async () => {
      const answer = await get(`/api/search?${encodeURI(query)}`);
      assert.equal(answer.status, 400);
      assert.ok(typeof answer.body.message === 'string');
    });
  }

  it('gives a trace as JSON: ids in base64, enumerations by name', async () => {
    for (const id of [traceId, traceId.slice(1)]) {
      const { body } = await get(`/api/v2/traces/${id}`);
      const [group] = body.trace.resourceSpans;
      assert.equal(group.resource.attributes[0].value.stringValue, 'shop');
      const [server] = group.scopeSpans[0].spans;
      assert.equal(Buffer.from(server.traceId, 'base64').toString('hex'), traceId);
      assert.deepEqual([server.kind, server.status], ['SPAN_KIND_SERVER', { code: 'STATUS_CODE_OK' }]);
    }
    const older = await get(`/api/traces/${traceId}`);
    assert.equal(older.body.batches.length, 1);
  });

  it('gives a trace as protobuf where that is accepted', async () => {
    const headers = { authorization: `Bearer ${testTokens.viewer}`, accept: 'application/protobuf' };
    const answer = await fetch(`${scene.url}/api/v2/traces/${traceId}`, { headers });
    assert.equal(answer.headers.get('content-type'), 'application/protobuf');
    const { trace } = readMessage('TraceById', new Uint8Array(await answer.arrayBuffer())) as {
      trace: { resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[] };
    };
    assert.deepEqual(
      trace.resourceSpans[0]?.scopeSpans[0]?.spans.map(({ spanId }) => spanId),
      spans.map(({ spanId }) => spanId),
    );
    const older = await fetch(`${scene.url}/api/traces/${traceId}`, { headers });
    assert.ok('resourceSpans' in readMessage('TracesData', new Uint8Array(await older.arrayBuffer())));
  });

  it('knows no other trace', async () => {
    assert.equal((await get(`/api/v2/traces/${'f'.repeat(32)}`)).status, 404);
    assert.equal((await get('/api/v2/traces/nothing')).status, 400);
  });

  it('tells which tags there are, by scope', async () => {
    const { body } = await get('/api/v2/search/tags');
    const tags: Record<string, string[]> = Object.fromEntries(
      body.scopes.map((one: { name: string; tags: string[] }) => [one.name, one.tags]),
    );
    assert.ok(tags['span']?.includes('http.route') && tags['resource']?.includes('service.name'));
    assert.ok(tags['intrinsic']?.includes('status'));
    const spanOnly = (await get('/api/v2/search/tags?scope=span')).body.scopes;
    assert.deepEqual(
      spanOnly.map(({ name }: { name: string }) => name),
      ['span'],
    );
    assert.ok((await get('/api/search/tags')).body.tagNames.includes('db.rows'));
  });

  const values: readonly [string, readonly object[]][] = [
    ['span.http.route', [{ type: 'string', value: '/orders' }]],
    ['.http.route', [{ type: 'string', value: '/orders' }]],
    ['span.db.rows', [{ type: 'int', value: '7' }]],
    ['resource.service.name', [{ type: 'string', value: 'shop' }]],
    ['service.name', [{ type: 'string', value: 'shop' }]],
    ['span.nothing', []],
  ];
  for (const [tag, expected] of values) {
    it(`tells the values of ${tag}`, async () => {
      const { body } = await get(`/api/v2/search/tag/${encodeURIComponent(tag)}/values`);
      assert.deepEqual(body.tagValues, expected);
    });
  }

  const met: readonly [string, string, readonly object[]][] = [
    ['span.http.route', '{ kind = client }', [{ type: 'string', value: '/orders' }]],
    ['span.db.rows', '{ status = ok }', []],
    ['span.db.rows', '{ status = error && resource.service.name = "shop" }', [{ type: 'int', value: '7' }]],
    ['.db.rows', '{ .http.route = "/orders" }', [{ type: 'int', value: '7' }]],
    ['name', '{ span.db.rows = 7 }', [{ type: 'string', value: 'query "users"' }]],
    ['status', '{ name = "GET /orders" }', [{ type: 'keyword', value: 'ok' }]],
    ['service.name', '{ kind = client }', [{ type: 'string', value: 'shop' }]],
    ['span.my "own" tag', '{ kind = client }', []],
    // Not yet a query: everything, as where no conditions are given.
    ['span.db.rows', '{ status = }', [{ type: 'int', value: '7' }]],
    ['span.db.rows', '{} | rate()', [{ type: 'int', value: '7' }]],
    ['span.db.rows', '{}', [{ type: 'int', value: '7' }]],
  ];
  for (const [tag, q, expected] of met) {
    it(`tells the values of ${tag} among spans that meet ${q}`, async () => {
      const path = `/api/v2/search/tag/${encodeURIComponent(tag)}/values`;
      const { body } = await get(`${path}?${new URLSearchParams({ q })}`);
      assert.deepEqual(body.tagValues, expected);
    });
  }

  it('tells the words of status and kind, and names as they are', async () => {
    const status = await get('/api/v2/search/tag/status/values');
    assert.deepEqual(status.body.tagValues[0], { type: 'keyword', value: 'error' });
    const names = await get('/api/search/tag/name/values');
    assert.ok(names.body.tagValues.includes('query "users"'));
  });

  it('answers metrics over a range', async () => {
    const query = { q: '{} | count_over_time() by (span.http.route)', step: '60s' };
    const range = { start: String(startSeconds), end: String(startSeconds + 120) };
    const { body } = await get(`/api/metrics/query_range?${new URLSearchParams({ ...query, ...range })}`);
    assert.equal(body.series.length, 1);
    const [series] = body.series;
    assert.deepEqual(series.labels[0].value, { stringValue: '/orders' });
    assert.match(series.promLabels, /^\{.*="\/orders"\}$/);
    const sum = series.samples.reduce((all: number, { value }: { value: number }) => all + value, 0);
    assert.equal(sum, 2);
    assert.ok(series.samples.every(({ timestampMs }: { timestampMs: string }) => /^\d+$/.test(timestampMs)));
    const one = await get(
      `/api/metrics/query?${new URLSearchParams({ q: '{} | count_over_time()', ...range })}`,
    );
    assert.equal(one.body.series[0].value, 2);
  });

  it('refuses a metrics query that is none', async () => {
    assert.equal((await get('/api/metrics/query_range?q={}')).status, 400);
    assert.equal((await get('/api/metrics/query_range?q={}|rate()&step=often')).status, 400);
  });
});
