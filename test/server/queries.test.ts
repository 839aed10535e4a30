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
    assert.equal(checked.problems[0]?.severity, 'error');
    assert.ok(checked.offers.some(({ insert }) => insert === 'span.holdpoint.policy.decision'));
  });
});
