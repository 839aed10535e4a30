import assert from 'node:assert/strict';
import { readMessage } from '../../server/src/transports/http/otlp/readMessage';
import { type HttpScene, httpScene, testTokens } from '../http/httpScene';
import { composeMemory, type MemoryServer } from '../support/composeMemory';

const traceId = `0${'a'.repeat(31)}`;
const startSeconds = 1_767_225_600;
const at = (seconds: number) => `${startSeconds + seconds}000000000`;
const range = { start: String(startSeconds - 60), end: String(startSeconds + 60) };

const spans = [
  {
    traceId,
    spanId: '1'.repeat(16),
    name: 'deploy',
    kind: 2,
    startTimeUnixNano: at(0),
    endTimeUnixNano: at(2),
    attributes: [
      { key: 'k8s.io/name', value: { stringValue: 'shop' } },
      { key: 'http.status_code', value: { intValue: '503' } },
    ],
    status: { code: 2, message: 'gone' },
  },
];

/** Fields that a message may have, as a reader of protobuf in JSON is strict about them, with the forms of their values. */
type Shape = { readonly [field: string]: RegExp | Shape | readonly [Shape] };
const [texts, counts, wide] = [/^string$/, /^number$/, /^string \d+$/];
const anyValue: Shape = {
  stringValue: texts,
  intValue: /^string -?\d+$/,
  doubleValue: counts,
  boolValue: /^boolean$/,
};
const label: Shape = { key: texts, value: anyValue };
const extent = { metrics: { inspectedSpans: wide }, status: texts, message: texts };
const sample: Shape = { timestampMs: wide, value: counts };
const rangeAnswer: Shape = {
  series: [{ labels: [label], promLabels: texts, samples: [sample], exemplars: [{}] }],
  ...extent,
};
const instantAnswer: Shape = { series: [{ labels: [label], promLabels: texts, value: counts }], ...extent };
const span: Shape = {
  ...{ spanID: texts, name: texts, startTimeUnixNano: wide, durationNanos: wide, attributes: [label] },
};
const spanSet: Shape = { spans: [span], matched: counts, attributes: [label] };
const searchAnswer: Shape = {
  traces: [
    {
      ...{ traceID: texts, rootServiceName: texts, rootTraceName: texts, startTimeUnixNano: wide },
      ...{ durationMs: /^number \d+$/, spanSet, spanSets: [spanSet] },
    },
  ],
  metrics: { inspectedTraces: counts, inspectedSpans: wide, partial: /^boolean$/ },
};

function fits(shape: Shape | RegExp | readonly [Shape], value: unknown, path = 'answer'): void {
  if (shape instanceof RegExp) {
    assert.match(shape.source.includes(' ') ? `${typeof value} ${value}` : typeof value, shape, path);
  } else if (isList(shape)) {
    assert.ok(Array.isArray(value), path);
    for (const one of value) fits(shape[0], one, `${path}[]`);
  } else {
    for (const [field, one] of Object.entries(value as object)) {
      const known = shape[field];
      assert.ok(known !== undefined, `${path}.${field} is not known to the data source`);
      fits(known, one, `${path}.${field}`);
    }
  }
}

function isList(shape: Shape | readonly [Shape]): shape is readonly [Shape] {
  return Array.isArray(shape);
}

describe('what Grafana’s data source for Tempo asks', () => {
  let server: MemoryServer;
  let scene: HttpScene;

  before(async () => {
    server = composeMemory();
    scene = await httpScene(server.handlers);
    const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
    assert.deepEqual((await scene.ask('/v1/traces', { method: 'POST', body })).body, {});
  });
  after(() => scene.door.close(100));

  const ask = (path: string, query: Record<string, string> = {}, accept = 'application/json') =>
    fetch(`${scene.url}${path}${Object.keys(query).length === 0 ? '' : `?${new URLSearchParams(query)}`}`, {
      headers: { authorization: `Bearer ${testTokens.viewer}`, accept },
    });
  const json = async (path: string, query: Record<string, string> = {}) => {
    const answer = await ask(path, query);
    assert.equal(answer.status, 200, path);
    assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
    return JSON.parse(await answer.text());
  };

  it('is well, when it is set up', async () => {
    assert.equal((await ask('/api/echo')).status, 200);
    assert.match((await json('/api/status/buildinfo')).version, /^\d+\.\d+\.\d+$/);
  });

  it('searches with limits and a range in seconds', async () => {
    const q = '{ status = error && span.http.status_code >= 500 } | select(span.http.status_code)';
    const found = await json('/api/search', { q, limit: '20', spss: '3', ...range });
    fits(searchAnswer, found);
    assert.equal(found.traces[0].traceID, traceId);
    assert.deepEqual(found.traces[0].spanSets[0].spans[0].attributes, [
      { key: 'span.http.status_code', value: { intValue: '503' } },
    ]);
    assert.deepEqual((await json('/api/search', { q: '{ name = "none" }', ...range })).traces, []);
  });

  it('reads a trace in protobuf, by either version of the path', async () => {
    for (const [path, message] of [
      ['/api/v2/traces', 'TraceById'],
      ['/api/traces', 'TracesData'],
    ] as const) {
      const answer = await ask(`${path}/${traceId}`, range, 'application/protobuf');
      assert.equal(answer.status, 200);
      const read = readMessage(message, new Uint8Array(await answer.arrayBuffer()));
      assert.match(JSON.stringify(read), /"name":"deploy"/);
      assert.equal('trace' in (read as object), message === 'TraceById');
    }
  });

  it('is told of a trace that is not there with 404 and a sentence', async () => {
    for (const path of ['/api/v2/traces', '/api/traces']) {
      const answer = await ask(`${path}/${'b'.repeat(32)}`, {}, 'application/protobuf');
      assert.equal(answer.status, 404);
      assert.doesNotMatch(await answer.text(), /<html/i);
    }
  });

  it('asks for tags and their values, however it escapes them', async () => {
    const { scopes } = await json('/api/v2/search/tags', { limit: '5000', ...range });
    fits(
      { scopes: [{ name: texts, tags: [{}] }] },
      { scopes: scopes.map((one: object) => ({ ...one, tags: [] })) },
    );
    const tags = scopes.find(({ name }: { name: string }) => name === 'span').tags;
    assert.ok(tags.includes('k8s.io/name') && tags.includes('http.status_code'));
    const escaped = encodeURIComponent('span.k8s.io/name');
    for (const tag of ['span.k8s.io/name', escaped, encodeURIComponent(escaped)]) {
      const query = { limit: '5000', tag: escaped, q: '{}', ...range };
      const { tagValues } = await json(`/api/v2/search/tag/${tag}/values`, query);
      assert.deepEqual(tagValues, [{ type: 'string', value: 'shop' }], tag);
    }
    const q = '{status=error && span.k8s.io/name!=nil}';
    const { tagValues } = await json('/api/v2/search/tag/span.http.status_code/values', { q, limit: '5000' });
    assert.deepEqual(tagValues, [{ type: 'int', value: '503' }]);
  });

  it('draws metrics over a range, in steps as people write them', async () => {
    const q = '{} | count_over_time() by (span.http.status_code, status)';
    for (const step of ['30s', '1m30s', '500ms', '60']) {
      const found = await json('/api/metrics/query_range', { q, step, exemplars: '100', ...range });
      fits(rangeAnswer, found);
      assert.equal(found.series.length, 1);
    }
    assert.equal((await ask('/api/metrics/query_range', { q, step: '1m30' })).status, 400);
  });

  it('shows one number for a range', async () => {
    const found = await json('/api/metrics/query', { q: '{ status = error } | count_over_time()', ...range });
    fits(instantAnswer, found);
    assert.deepEqual(
      found.series.map(({ value }: { value: number }) => value),
      [1],
    );
  });

  it('says what is wrong with a query, with 400', async () => {
    const answer = await ask('/api/search', { q: '{ status = }' });
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /column 12: expected/);
  });
});
