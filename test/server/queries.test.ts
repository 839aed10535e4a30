import assert from 'node:assert/strict';
import type { Write } from '../../server/src/runtime/storePort';
import { samplePlan, sampleRun, sampleSession, sampleSpan } from '../store/sampleRows';
import { composeMemory, type MemoryServer } from '../support/composeMemory';

const traces = { 'run-1': '1'.repeat(32), 'run-2': '2'.repeat(32) };

function span(
  id: string,
  run: keyof typeof traces,
  name: string,
  start_us: number,
  parent: string | null,
): Write {
  const set = {
    trace_id: traces[run],
    parent_span_id: parent,
    kind: parent === null ? 'run' : 'step',
    name,
    start_us,
  };
  return { op: 'insert', table: 'spans', row: sampleSpan(id, run, set as Parameters<typeof sampleSpan>[2]) };
}

function run(id: keyof typeof traces): Write {
  return { op: 'insert', table: 'runs', row: sampleRun(id, 'session_a', { trace_id: traces[id] }) };
}

describe('queries of the record', () => {
  let server: MemoryServer;

  beforeEach(async () => {
    server = composeMemory();
    await server.context.ports.store.commit([
      { op: 'insert', table: 'sessions', row: sampleSession('session_a') },
      { op: 'insert', table: 'plans', row: samplePlan('plan_1', 'session_a') },
      run('run-1'),
      run('run-2'),
      span('root1', 'run-1', 'one', 1e12, null),
      span('child1', 'run-1', 'inner', 1e12 + 5, 'root1'),
      span('root2', 'run-2', 'two', 2e12, null),
    ]);
  });

  it('FLOW-18: answers a query with the traces and spans that match, and says that it read all', async () => {
    const answer = await server.request('trace/query', { q: '{ name = "one" } || { name = "two" }' });
    assert.deepEqual(
      answer.items.map(({ root_name, matched_count }) => ({ root_name, matched_count })),
      [
        { root_name: 'two', matched_count: 1 },
        { root_name: 'one', matched_count: 1 },
      ],
    );
    assert.deepEqual({ partial: answer.is_partial, read: answer.spans_read }, { partial: false, read: 3 });
    const short = await server.request('trace/query', { q: 'traces{ span.name = "one" } | limit 1' });
    assert.deepEqual(
      short.items.map(({ trace_id }) => trace_id),
      [answer.items[1]?.trace_id],
    );
    assert.deepEqual((await server.request('trace/query', { q: '{ name = "none" }' })).items, []);
  });

  it('FLOW-18: refuses a wrong query with its column, and says while it is typed what is wrong', async () => {
    const refusal = await server.refusal('trace/query', { q: '{ .a == 1 }' });
    assert.deepEqual(
      { code: refusal.error_code, column: refusal.details?.['column'] },
      { code: 'QUERY_INVALID', column: 6 },
    );
    const series = await server.refusal('trace/query', { q: '{} | rate()' });
    assert.match(series.message, /^column 1: this is a metrics query/);
    const checked = await server.request('trace/check', { q: '{ span.holdpoint.policy.deci' });
    // The name is one that nobody has sent yet, and the condition has no end.
    assert.deepEqual(
      checked.problems.map(({ severity }) => severity),
      ['warning', 'error'],
    );
    assert.ok(checked.offers.some(({ insert }) => insert === 'span.holdpoint.policy.decision'));
  });

  it('FLOW-18: groups what matches, computes and selects as the query says', async () => {
    const { items } = await server.request('trace/query', {
      q: '{} | by(span:name) | count() > 0 | select(span:duration, span.none)',
    });
    const one = items.find(({ root_name }) => root_name === 'one');
    assert.deepEqual(
      one?.spansets.map(({ attributes, matched, spans }) => [attributes, matched, spans[0]?.selected]),
      [
        [{ 'by(span:name)': 'one', 'count()': 1 }, 1, { 'span:duration': null, 'span.none': null }],
        [{ 'by(span:name)': 'inner', 'count()': 1 }, 1, { 'span:duration': null, 'span.none': null }],
      ],
    );
  });

  it('FLOW-18: answers a metrics query with numbers by step', async () => {
    const answer = await server.request('trace/series', {
      q: '{} | count_over_time() by (span:name)',
      start_us: 1e12,
      end_us: 1e12 + 20,
      step_us: 1000,
    });
    assert.deepEqual(answer.series, [
      { labels: [{ name: 'span:name', value: 'inner' }], values: [1] },
      { labels: [{ name: 'span:name', value: 'one' }], values: [1] },
    ]);
    const whole = await server.request('trace/series', { q: '{} | count_over_time()' });
    assert.equal(
      whole.series[0]?.values.reduce((sum: number, value) => sum + (value ?? 0), 0),
      3,
    );
    const spans = await server.refusal('trace/series', { q: '{}' });
    assert.match(spans.message, /^column 1: this finds spans/);
    const tooMany = await server.refusal('trace/series', { q: '{} | rate()', start_us: 0, step_us: 1000 });
    assert.equal(tooMany.error_code, 'BAD_REQUEST');
  });

  it('FLOW-18: lists ready-made queries, the question for deploys without approval first', async () => {
    const { items, total } = await server.request('query/list', { locale: 'ja', limit: 1 });
    assert.equal(items[0]?.name, 'deploy-without-approval');
    assert.equal(items[0].title, '承認のないデプロイ');
    assert.equal(total, 10);
    const all = await server.request('query/list', {});
    assert.deepEqual(
      all.items.filter(({ is_series }) => is_series).map(({ name }) => name),
      ['tool-durations', 'error-rate'],
    );
  });

  it('FLOW-18: keeps a person’s own queries under names of their own, until they are deleted', async () => {
    const saved = await server.request('query/save', { name: 'slow ones', q: '{ duration > 1s }' });
    assert.deepEqual(
      { ...saved, updated_at: null },
      {
        name: 'slow ones',
        title: 'slow ones',
        sentence: '',
        q: '{ duration > 1s }',
        is_series: false,
        is_saved: true,
        updated_at: null,
      },
    );
    const refused = async (params: { name: string; q: string }) =>
      (await server.refusal('query/save', params)).error_code;
    assert.equal(await refused({ name: 'slow ones', q: '{}' }), 'STATE_CONFLICT');
    assert.equal(await refused({ name: 'error-rate', q: '{}' }), 'STATE_CONFLICT');
    assert.equal(await refused({ name: 'broken', q: '{' }), 'QUERY_INVALID');
    assert.equal(await refused({ name: 'two\nlines', q: '{}' }), 'BAD_REQUEST');
    assert.equal(await refused({ name: 'secret', q: `{ .a = "ghp_${'a1B2'.repeat(9)}" }` }), 'BAD_REQUEST');
    await server.request('query/save', { name: 'slow ones', q: '{} | rate()', replace: true });
    const names = async () =>
      (await server.request('query/list', {})).items.filter(({ is_saved }) => is_saved).map(({ q }) => q);
    assert.deepEqual(await names(), ['{} | rate()']);
    await server.request('query/delete', { name: 'slow ones' });
    assert.deepEqual(await names(), []);
    assert.equal((await server.refusal('query/delete', { name: 'slow ones' })).error_code, 'NOT_FOUND');
    await server.request('query/save', { name: 'slow ones', q: '{}' });
    assert.deepEqual(await names(), ['{}']);
  });
});
