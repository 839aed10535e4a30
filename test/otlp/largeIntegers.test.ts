import assert from 'node:assert/strict';
import type { OtlpSpan } from '#protocol/otlp/otlp';
import { type HttpScene, httpScene, testTokens } from '../http/httpScene';
import { composeMemory, type MemoryServer } from '../support/composeMemory';

const span = (more: Partial<OtlpSpan>): OtlpSpan => ({
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  name: 'work',
  startTimeUnixNano: '1700000000000000001',
  endTimeUnixNano: '1700000000000000002',
  ...more,
});

describe('integers of 64 bits that came in over OTLP', () => {
  let server: MemoryServer;
  let scene: HttpScene;

  beforeEach(async () => {
    server = composeMemory();
    scene = await httpScene(server.handlers);
  });
  afterEach(() => scene.door.close(100));

  const post = async (...spans: readonly OtlpSpan[]) => {
    const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
    const answer = await scene.ask('/v1/traces', { method: 'POST', token: testTokens.spans, body });
    assert.deepEqual([answer.status, answer.body], [200, {}]);
  };

  it('FLOW-18: lets queries compare integers that no number holds exactly, wherever they stand', async () => {
    const id = { key: 'id', value: { intValue: '9007199254740993' } };
    const ids = { key: 'ids', value: { arrayValue: { values: [id.value, { intValue: '2' }] } } };
    await post(
      span({ attributes: [id, ids], events: [{ name: 'sent', timeUnixNano: '1', attributes: [id] }] }),
      span({
        spanId: 'c'.repeat(16),
        attributes: [{ key: 'id', value: { intValue: '9007199254740992' } }],
      }),
      span({
        spanId: 'd'.repeat(16),
        attributes: [{ key: 'id', value: { stringValue: '9007199254740993' } }],
      }),
    );
    const found = async (q: string) =>
      (await server.request('trace/query', { q })).items.flatMap(({ spansets }) =>
        spansets.flatMap(({ spans }) => spans.map(({ span_id, selected }) => [span_id[0], selected])),
      );
    assert.deepEqual(await found('{ .id = 9007199254740993 }'), [['b', {}]]);
    assert.deepEqual(await found('{ .id < 9007199254740993 } | select(.id)'), [
      ['c', { '.id': '9007199254740992' }],
    ]);
    assert.deepEqual(await found('{ event.id > 9007199254740992 && .ids = 9007199254740993 }'), [['b', {}]]);
    assert.deepEqual(await found('{ .id - 1 = 9007199254740992 }'), [['b', {}]]);
    assert.deepEqual(await found('{ span:id = "bbbbbbbbbbbbbbbb" } | max(.id) > 9007199254740992'), [
      ['b', {}],
    ]);
    assert.deepEqual(await found('{ .id != nil } | by(.id) | count() > 1'), []);
  });

  it('are the same where they stand in JSON as bare numbers, and so are times', async () => {
    const body = `{ "resourceSpans": [{ "resource": { "attributes": [
      { "key": "host.id", "value": { "intValue": 9007199254740995 } }] }, "scopeSpans": [{ "spans": [{
        "traceId": "${'a'.repeat(32)}", "spanId": "${'b'.repeat(16)}", "name": "no 9007199254740993",
        "startTimeUnixNano": 1700000000000000001, "endTimeUnixNano":1700000000000000003,
        "attributes": [{ "key": "id", "value": { "intValue": -9007199254740993 } },
          { "key": "share", "value": { "doubleValue": 12345678901234567890 } }] }] }] }] }`;
    const answer = await scene.ask('/v1/traces', { method: 'POST', token: testTokens.spans, body });
    assert.deepEqual([answer.status, answer.body], [200, {}]);
    const { resourceSpans } = await server.request('trace/otlp', { trace_id: 'a'.repeat(32), content: true });
    const [group] = resourceSpans;
    assert.deepEqual(group?.resource?.attributes, [
      { key: 'host.id', value: { intValue: '9007199254740995' } },
    ]);
    const [kept] = group?.scopeSpans?.[0]?.spans ?? [];
    assert.equal(kept?.name, 'no 9007199254740993');
    assert.equal(kept?.startTimeUnixNano, '1700000000000000001');
    assert.equal(kept?.endTimeUnixNano, '1700000000000000003');
    assert.deepEqual(kept?.attributes, [
      { key: 'id', value: { intValue: '-9007199254740993' } },
      { key: 'share', value: { doubleValue: 12345678901234567000 } },
    ]);
  });

  it('are refused where they have more than 64 bits, and so are numbers that are too large for any', async () => {
    for (const value of ['{"intValue":9223372036854775808}', '{"doubleValue":1e400}', '{"boolValue":1}']) {
      const body = `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"${'a'.repeat(32)}",
        "spanId":"${'b'.repeat(16)}","name":"x","attributes":[{"key":"a","value":${value}}]}]}]}]}`;
      const answer = await scene.ask('/v1/traces', { method: 'POST', token: testTokens.spans, body });
      assert.equal(answer.body.partialSuccess?.rejectedSpans, '1', value);
    }
  });

  it('are integers in the answers of Tempo’s API, and texts of digits are texts', async () => {
    const digits = '9007199254740993';
    const ids = { arrayValue: { values: [{ intValue: digits }, { intValue: '2' }] } };
    await post(
      span({
        attributes: [
          { key: 'id', value: { intValue: digits } },
          { key: 'ids', value: ids },
          { key: 'text', value: { stringValue: digits } },
        ],
      }),
    );
    const get = async (path: string, query: Record<string, string>) =>
      (await scene.ask(`${path}?${new URLSearchParams(query)}`, { token: testTokens.viewer })).body;
    const q = '{ .id > 0 } | by(.id) | select(.id, .ids, .text)';
    const { traces } = await get('/api/search', { q });
    const [set] = traces[0].spanSets;
    assert.deepEqual(set.attributes, [{ key: 'by(.id)', value: { intValue: digits } }]);
    assert.deepEqual(set.spans[0].attributes, [
      { key: '.id', value: { intValue: digits } },
      { key: '.ids', value: ids },
      { key: '.text', value: { stringValue: digits } },
    ]);
    const range = { start: '1699999990', end: '1700000010', step: '60s' };
    const { series } = await get('/api/metrics/query_range', { q: '{} | rate() by (.id, .text)', ...range });
    assert.deepEqual(
      series[0].labels.map(({ value }: { value: object }) => value),
      [{ intValue: digits }, { stringValue: digits }],
    );
    const { tagValues } = await get('/api/v2/search/tag/span.id/values', { q: '{ .id != nil }' });
    assert.deepEqual(tagValues, [{ type: 'int', value: digits }]);
  });
});
