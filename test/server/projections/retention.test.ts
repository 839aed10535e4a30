import assert from 'node:assert/strict';
import type { Rows } from '#protocol/rows';
import { applyRetention } from '../../../server/src/runtime/retention/applyRetention';
import type { Write } from '../../../server/src/runtime/storePort';
import { eventWrite, samplePlan, sampleRun, sampleSession, sampleSpan } from '../../store/sampleRows';
import { composeMemory, type MemoryServer } from '../../support/composeMemory';
import { failedRun } from './directories';

const dayMs = 86_400_000;
const origin = {
  session_id: null,
  run_id: null,
  actor: 'system',
  source: 'system',
  client_message_id: null,
} as const;

/** Runs that ended some days before the server's time, each with an event, a span and an artifact. */
async function withRuns(ages: Readonly<Record<string, number | null>>): Promise<MemoryServer> {
  const server = composeMemory();
  const now = server.clock.now();
  const writes = Object.entries(ages).flatMap(([id, days]): Write[] => {
    const ended_at = days === null ? null : new Date(now - days * dayMs).toISOString();
    const row = sampleRun(id, 'session_a', {
      trace_id: id.padEnd(32, '0'),
      status: days === null ? 'running' : 'succeeded',
      ended_at,
    });
    const span = sampleSpan(`span-${id}`, id, { trace_id: row.trace_id });
    return [
      { op: 'insert', table: 'runs', row },
      { op: 'insert', table: 'spans', row: span },
      { op: 'insert', table: 'artifacts', row: artifact(id, 'a'.repeat(64)) },
      eventWrite(`evt-${id}`, { run_id: id, summary: `about ${id}` }),
    ];
  });
  await server.context.ports.store.commit([
    { op: 'insert', table: 'sessions', row: sampleSession('session_a') },
    { op: 'insert', table: 'plans', row: samplePlan('plan_1', 'session_a') },
    ...writes,
  ]);
  return server;
}

function artifact(run_id: string, sha256: string): Rows['artifacts'] {
  return {
    ...{ sha256, run_id, step_id: 's', name: 'a.txt', kind: 'log', media_type: 'text/plain' },
    ...{ size: 1, expires_at: null, tags: '[]', created_at: '2026-01-01T00:00:00.000Z' },
  };
}

const idsOf = async ({ context }: MemoryServer) =>
  (await context.ports.store.list('runs', { order: [{ by: 'id' }] })).items.map(({ id }) => id);

describe('retention', () => {
  it('has limits that can be seen and set, each by itself, on the record', async () => {
    const server = await withRuns({});
    const first = await server.request('retention/show', {});
    assert.deepEqual([first.max_age_days, first.max_bytes, first.pinned_runs], [180, 2 * 1024 ** 3, 0]);
    await server.request('retention/set', { max_age_days: 30 });
    const second = await server.request('retention/set', { max_bytes: null });
    assert.deepEqual([second.max_age_days, second.max_bytes], [30, null]);
    assert.equal((await server.request('event/search', { q: 'retention set to' })).total, 2);
    assert.equal((await server.refusal('retention/set', { max_age_days: -1 })).error_code, 'INPUT_INVALID');
  });

  it('removes whole runs past their age, but none that is pinned or goes on; the chain verifies', async () => {
    const server = await withRuns({ fresh: 1, live: null, old: 200, older: 300, pinned: 400 });
    await server.request('run/pin', { run_id: 'pinned' });
    const removed = await applyRetention(server.context, { origin });
    assert.deepEqual(removed, { events: 2, spans: 2, artifacts: 2, runs: 2 });
    assert.deepEqual(await idsOf(server), ['fresh', 'live', 'pinned']);
    const shown = (await server.request('run/list', {})).items.map(({ run_id, pinned }) => [run_id, pinned]);
    assert.deepEqual(Object.fromEntries(shown), { fresh: false, live: false, pinned: true });
    assert.equal((await server.request('event/search', { q: 'about old' })).total, 0);
    const verdict = await server.request('audit/verify', {});
    assert.deepEqual([verdict.ok, verdict.tombstones], [true, 1]);
    await server.request('run/pin', { run_id: 'pinned', pinned: false });
    await applyRetention(server.context, { origin });
    assert.deepEqual(await idsOf(server), ['fresh', 'live']);
    assert.deepEqual(await applyRetention(server.context, { origin }), {});
  });

  it('removes the oldest while the record is too big, and stops as soon as a run wants to work', async () => {
    const ages = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`run-${100 + index}`, 60 - index]),
    );
    const server = await withRuns(ages);
    await server.request('retention/set', { max_bytes: 10_000_000 });
    const { store } = server.context.ports;
    const status = store.status.bind(store);
    store.status = async () => ({
      ...(await status()),
      used_bytes: (await store.list('runs')).total * 1_000_000,
    });
    let asked = 0;
    await applyRetention(server.context, { origin, shouldStop: async () => ++asked > 1 });
    assert.equal((await idsOf(server)).length, 30);
    await applyRetention(server.context, { origin });
    assert.deepEqual(
      await idsOf(server),
      Array.from({ length: 10 }, (_, index) => `run-${140 + index}`),
    );
  });

  it('removes traces that no run owns as it does runs', async () => {
    const server = await withRuns({ fresh: 1 });
    const now = server.clock.now();
    const foreign = (id: string, days: number) => {
      const at = (now - days * dayMs) * 1000;
      const set = { trace_id: id, run_id: null, start_us: at, end_us: at + 5 };
      return { op: 'insert', table: 'spans', row: sampleSpan(id, 'x', set) } as const;
    };
    await server.context.ports.store.commit([foreign('f'.repeat(32), 200), foreign('e'.repeat(32), 2)]);
    assert.deepEqual(await applyRetention(server.context, { origin }), { spans: 1 });
    assert.equal((await server.context.ports.store.list('spans')).total, 2);
  });

  it('takes the bytes with the last run that names them', async () => {
    const made = await failedRun();
    const { artifacts } = made.server.context.ports;
    const { items } = await made.server.request('artifact/list', { run_id: made.run_id });
    assert.ok(items.length > 0);
    const later = new Date(made.server.clock.now() + dayMs).toISOString();
    const answer = await made.server.request('store/vacuum', { before: later });
    assert.equal(answer.removed['runs'], 1);
    for (const { sha256 } of items) {
      assert.equal(await artifacts.has(sha256), false);
    }
    assert.equal((await made.server.refusal('run/runlog', { run_id: made.run_id })).error_code, 'NOT_FOUND');
  });

  it('is not carried out by hand while a run is live or waits', async () => {
    const server = await withRuns({ live: null, old: 300 });
    const refused = await server.refusal('store/vacuum', {});
    assert.deepEqual([refused.error_code, refused.run_id], ['STATE_CONFLICT', 'live']);
    assert.deepEqual(await idsOf(server), ['live', 'old']);
  });
});

describe('the size of the record', () => {
  it('stands in the status of the server', async () => {
    const server = await withRuns({});
    const { store } = await server.request('server/status', {});
    assert.deepEqual(Object.keys(store), ['schema_version', 'bytes', 'used_bytes', 'read_only_reason']);
  });
});
