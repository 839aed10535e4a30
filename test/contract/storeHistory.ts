import { deepStrictEqual, equal, rejects } from 'node:assert/strict';
import type { Store } from '../../server/src/runtime/storePort';
import {
  eventWrite,
  sampleEvent,
  samplePlan,
  samplePlanStep,
  sampleRun,
  sampleSession,
  sampleSpan,
  sampleStepRun,
} from '../store/sampleRows';

/** What every store must do when rows grow old or are counted: deletion, retention, views, health. */
export function describeHistory(open: () => Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  it('deletes a session with all that belongs to it, and the chain still verifies', async () => {
    await seedTwoSessions(store);
    const by = sampleEvent('gone', { type: 'session.deleted', session_id: 'x', actor: 'user:a' });
    const counts = await store.deleteSession('x', by);
    deepStrictEqual(counts, {
      events: 4,
      spans: 2,
      step_runs: 1,
      runs: 1,
      plan_steps: 1,
      plans: 1,
      sessions: 1,
    });
    deepStrictEqual(
      (await store.events({})).items.map((event) => event.id),
      ['e3', 'e5', 'gone'],
    );
    const kept = await Promise.all([store.list('sessions'), store.list('runs'), store.list('spans')]);
    deepStrictEqual(
      kept.map((page) => page.total),
      [1, 1, 1],
    );
    deepStrictEqual(await store.verifyChain(), { ok: true, events: 3, tombstones: 3, broken: null });
    equal((await store.events({ text: 'secret-plan' })).total, 0);
    await store.commit([eventWrite('after')]);
    equal((await store.events({ newest_first: true })).items[0]?.seq, 8);
    equal((await store.verifyChain()).ok, true);
  });

  it('does not know a session that was deleted or never was', async () => {
    await rejects(store.deleteSession('x', sampleEvent('e')), { code: 'NOT_FOUND' });
    equal((await store.events({})).total, 0);
  });

  it('removes whole runs by their ids, and leaves a tombstone', async () => {
    await store.commit([
      ...['old', 'new', 'open'].map(
        (id, index) =>
          ({
            op: 'insert',
            table: 'runs',
            row: sampleRun(id, 's', {
              status: id === 'open' ? 'running' : 'failed',
              ended_at: id === 'open' ? null : `2026-01-0${index + 1}T00:00:00.000Z`,
            }),
          }) as const,
      ),
      { op: 'insert', table: 'spans', row: sampleSpan('p', 'old') },
      eventWrite('a', { run_id: 'old' }),
      eventWrite('b', { run_id: 'new' }),
    ]);
    const by = sampleEvent('job', { type: 'report.written' });
    const counts = await store.removeTraces({ runs: ['old', 'none'], traces: [] }, by);
    deepStrictEqual(counts, { events: 1, spans: 1, runs: 1 });
    deepStrictEqual(
      (await store.list('runs')).items.map((run) => run.id),
      ['new', 'open'],
    );
    deepStrictEqual(await store.verifyChain(), { ok: true, events: 2, tombstones: 1, broken: null });
    deepStrictEqual(await store.removeTraces({ runs: ['old'], traces: [] }, sampleEvent('again')), {});
    equal((await store.events({})).total, 2);
  });

  it('removes whole traces that no run owns, and no span of a run', async () => {
    const span = (
      id: string,
      trace_id: string,
      start_us: number,
      end_us: number | null,
      run_id: string | null,
    ) =>
      ({
        op: 'insert',
        table: 'spans',
        row: sampleSpan(id, 'run-a', { trace_id, run_id, start_us, end_us }),
      }) as const;
    await store.commit([
      { op: 'insert', table: 'runs', row: sampleRun('run-a', 's', { trace_id: 'own' }) },
      span('own-1', 'own', 1, 2, 'run-a'),
      span('own-2', 'own', 2, 3, null),
      span('old-1', 'old', 10, 20, null),
      span('old-2', 'old', 5, null, null),
      span('older', 'older', 3, 4, null),
      span('long', 'long', 1, 900, null),
      span('new', 'new', 800, 900, null),
    ]);
    deepStrictEqual(await store.foreignTraces(500, 10), [
      { trace_id: 'older', start_us: 3 },
      { trace_id: 'old', start_us: 5 },
    ]);
    deepStrictEqual(await store.foreignTraces(500, 1), [{ trace_id: 'older', start_us: 3 }]);
    const gone = { runs: [], traces: ['old', 'older', 'own'] };
    deepStrictEqual(await store.removeTraces(gone, sampleEvent('job')), { spans: 3 });
    equal((await store.list('spans')).total, 4);
    equal((await store.events({})).total, 1);
  });

  it('counts success by tool, durations by step and reasons of failure', async () => {
    await seedStatistics(store);
    deepStrictEqual(await store.view('v_run_success_rate_by_tool'), [
      { tool: 'read_file', runs: 3, succeeded: 2, success_rate: 0.6667 },
      { tool: 'shell', runs: 1, succeeded: 1, success_rate: 1 },
    ]);
    deepStrictEqual(await store.view('v_step_duration_ms_p50_p95'), [
      { step_id: 'a', tool: 'read_file', steps: 3, p50_ms: 1500, p95_ms: 60_250 },
      { step_id: 'b', tool: 'shell', steps: 1, p50_ms: 7, p95_ms: 7 },
    ]);
    deepStrictEqual(await store.view('v_session_failure_reasons'), [
      { session_id: 's', reason: 'step_failed', runs: 1, last_at: '2026-01-02T03:05:00.000Z' },
      { session_id: 's', reason: 'unknown', runs: 1, last_at: '2026-01-02T03:04:05.006Z' },
    ]);
    await rejects(store.view('sessions'), { code: 'NOT_FOUND' });
  });

  it('reports its health', async () => {
    const status = await store.status();
    equal(status.schema_version, 1);
    equal(status.read_only_reason, null);
  });
}

async function seedTwoSessions(store: Store): Promise<void> {
  await store.commit([
    { op: 'insert', table: 'sessions', row: sampleSession('x') },
    { op: 'insert', table: 'sessions', row: sampleSession('y') },
    { op: 'insert', table: 'plans', row: samplePlan('plan_1', 'x') },
    { op: 'insert', table: 'plan_steps', row: samplePlanStep('plan_1', 'a', 'shell') },
    { op: 'insert', table: 'runs', row: sampleRun('rx', 'x') },
    { op: 'insert', table: 'runs', row: sampleRun('ry', 'y') },
    { op: 'insert', table: 'step_runs', row: sampleStepRun('rx', 'a') },
    { op: 'insert', table: 'spans', row: sampleSpan('p1', 'rx') },
    { op: 'insert', table: 'spans', row: sampleSpan('p2', 'rx', { run_id: null }) },
    { op: 'insert', table: 'spans', row: sampleSpan('p3', 'ry') },
    eventWrite('e1', { session_id: 'x', summary: 'secret-plan' }),
    eventWrite('e2', { session_id: 'x' }),
    eventWrite('e3', { session_id: 'y' }),
    eventWrite('e4', { run_id: 'rx' }),
    eventWrite('e5', { run_id: 'ry' }),
    eventWrite('e6', { session_id: 'x' }),
  ]);
}

async function seedStatistics(store: Store): Promise<void> {
  const start = '2026-01-02T03:04:05.006Z';
  const end = '2026-01-02T03:05:00.000Z';
  const run = (id: string, status: 'succeeded' | 'failed' | 'interrupted', end_code: string | null) =>
    ({
      op: 'insert',
      table: 'runs',
      row: sampleRun(id, 's', { status, end_code, ended_at: end_code === null ? null : end }),
    }) as const;
  const step = (run_id: string, step_id: string, started_at: string, ended_at: string) =>
    ({
      op: 'insert',
      table: 'step_runs',
      row: sampleStepRun(run_id, step_id, { status: 'succeeded', attempts: 1, started_at, ended_at }),
    }) as const;
  await store.commit([
    { op: 'insert', table: 'plan_steps', row: samplePlanStep('plan_1', 'a', 'read_file') },
    { op: 'insert', table: 'plan_steps', row: samplePlanStep('plan_1', 'b', 'shell') },
    run('r1', 'succeeded', 'done'),
    run('r2', 'succeeded', 'done'),
    run('r3', 'failed', 'step_failed'),
    run('r4', 'interrupted', null),
    step('r1', 'a', start, '2026-01-02T03:04:05.106Z'),
    step('r2', 'a', start, '2026-01-02T03:04:06.506Z'),
    step('r3', 'a', start, '2026-01-02T03:05:05.256Z'),
    step('r1', 'b', start, '2026-01-02T03:04:05.013Z'),
    { op: 'insert', table: 'step_runs', row: sampleStepRun('r4', 'b') },
  ]);
}
