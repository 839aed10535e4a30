import assert from 'node:assert/strict';
import { sampleEvent, sampleStepRun } from '../store/sampleRows';
import { composeMemory, type MemoryServer } from '../support/composeMemory';
import { artifact, bytesOf, sampleRecord } from './sampleRecord';

describe('the record, kept whole and small', () => {
  let server: MemoryServer;

  beforeEach(async () => {
    server = composeMemory({ disabledTools: ['http.request'] });
    await server.context.ports.store.commit(sampleRecord);
  });

  it('exports the chain page by page, with a tombstone where a session was', async () => {
    const gone = sampleEvent('evt_4', { session_id: null, type: 'session.deleted' });
    await server.context.ports.store.deleteSession('session_a', gone);
    const whole = await server.request('audit/export', {});
    const lines = whole.lines.map((line) => JSON.parse(line));
    assert.equal(whole.next_seq, null);
    assert.deepEqual(
      lines.map(({ id, tombstone, last_seq }) => id ?? [tombstone, last_seq]),
      [[true, 2], 'evt_3', 'evt_4'],
    );
    const paged: string[] = [];
    let next: number | null = 0;
    while (next !== null) {
      const page: { lines: string[]; next_seq: number | null } = await server.request('audit/export', {
        after_seq: next,
        limit: 1,
      });
      paged.push(...page.lines);
      next = page.next_seq;
    }
    assert.deepEqual(paged, whole.lines);
    assert.deepEqual(await server.request('audit/verify', {}), {
      ok: true,
      events: 2,
      tombstones: 1,
      broken: null,
    });
  });

  it('removes old runs with the bytes that nothing else names', async () => {
    const { store, artifacts, content } = server.context.ports;
    const [own, both] = await Promise.all([artifacts.put(bytesOf('own')), artifacts.put(bytesOf('both'))]);
    const output = await content.put(bytesOf('output'));
    await store.commit([
      artifact('run-1', 'a', own),
      artifact('run-1', 'b', both),
      artifact('run-2', 'b', both),
      { op: 'insert', table: 'step_runs', row: sampleStepRun('run-1', 's', { output_sha: output }) },
    ]);
    assert.equal((await server.refusal('store/vacuum', {})).error_code, 'STATE_CONFLICT');
    const key = { id: 'run-2' };
    await store.commit([
      { op: 'transition', table: 'runs', key, from: ['queued'], to: 'preparing' },
      { op: 'transition', table: 'runs', key, from: ['preparing'], to: 'interrupted' },
    ]);
    const kept = await server.request('store/vacuum', { before: '2026-01-01T00:00:00Z' });
    assert.deepEqual(kept.removed, {});
    const { removed } = await server.request('store/vacuum', { before: '2026-01-03T00:00:00Z' });
    assert.equal(removed['runs'], 1);
    assert.deepEqual(
      [await artifacts.has(own), await artifacts.has(both), await content.has(output)],
      [false, true, false],
    );
    assert.equal((await server.request('audit/verify', {})).ok, true);
    assert.equal((await server.refusal('store/vacuum', { before: 'soon' })).error_code, 'INPUT_INVALID');
  });

  it('counts working runs and waiting approvals in its status', async () => {
    const status = await server.request('server/status', {});
    assert.deepEqual([status.status, status.active_runs, status.pending_approvals], ['ok', 1, 0]);
    assert.equal(status.root, '/memory');
  });
});
