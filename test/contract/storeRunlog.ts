import { deepStrictEqual } from 'node:assert/strict';
import type { Rows } from '#protocol/rows';
import type { Store, Write } from '../../server/src/runtime/storePort';
import { sampleRun, sampleStepRun } from '../store/sampleRows';

const at = '2026-01-02T03:04:05.006Z';

function kept(run_id: string, seq: number, type: string, set: Partial<Rows['runlog']> = {}): Write {
  const row = { run_id, seq, type, outcome: null, attempt: null, attempts: null, body: '{}', ...set };
  return { op: 'insert', table: 'runlog', row };
}

function tried(run_id: string, step_id: string, n: number, set: Partial<Rows['attempts']> = {}): Write {
  const row: Rows['attempts'] = {
    id: `${run_id} ${step_id} ${n}`,
    ...{ run_id, step_id, visit: 1, n, status: 'failed' },
    ...{ error_code: null, error_message: null, exit_code: null },
    ...{ created_at: at, started_at: at, ended_at: at },
    ...set,
  };
  return { op: 'insert', table: 'attempts', row };
}

function visit(run_id: string, step_id: string, set: Partial<Rows['step_runs']>): Write {
  return { op: 'insert', table: 'step_runs', row: sampleStepRun(run_id, step_id, set) };
}

/** What every store must count of run logs and tries. */
export function describeRunlog(open: () => Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  it('LOG-01: counts the rows of kept logs by type, with outcomes and the most tries', async () => {
    await store.commit([
      kept('run-a', 1, 'context'),
      kept('run-a', 2, 'stage_checkpoint', { outcome: 'retry', attempt: 1 }),
      kept('run-a', 3, 'stage_checkpoint', { outcome: 'failed', attempt: 2 }),
      kept('run-a', 4, 'graph_node_attempt', { attempts: 2 }),
      kept('run-b', 1, 'context'),
      kept('run-c', 1, 'context'),
    ]);
    const none = { retries: 0, failures: 0, most_attempt: null, most_attempts: null };
    deepStrictEqual(await store.runlogCounts(['run-b', 'run-a', 'run-x']), [
      { run_id: 'run-a', type: 'context', rows: 1, ...none },
      { run_id: 'run-a', type: 'graph_node_attempt', rows: 1, ...none, most_attempts: 2 },
      {
        run_id: 'run-a',
        type: 'stage_checkpoint',
        rows: 2,
        retries: 1,
        failures: 1,
        most_attempt: 2,
        most_attempts: null,
      },
      { run_id: 'run-b', type: 'context', rows: 1, ...none },
    ]);
  });

  it('LOG-10: counts how tries ended: those that another followed, and last ones', async () => {
    await store.commit([
      visit('run-a', 'x', { status: 'failed', attempts: 3, started_at: at, ended_at: at }),
      tried('run-a', 'x', 1),
      tried('run-a', 'x', 2, { status: 'timed_out' }),
      tried('run-a', 'x', 3),
      visit('run-a', 'y', { status: 'running', attempts: 2, started_at: at }),
      tried('run-a', 'y', 1),
      tried('run-a', 'y', 2, { status: 'running', ended_at: null }),
      visit('run-b', 'x', { status: 'succeeded', attempts: 2, started_at: at, ended_at: at }),
      tried('run-b', 'x', 1),
      tried('run-b', 'x', 2, { status: 'succeeded' }),
      visit('run-c', 'x', { status: 'skipped', ended_at: at }),
      visit('run-d', 'x', { status: 'pending' }),
    ]);
    deepStrictEqual(await store.stageCounts(['run-a', 'run-b', 'run-c', 'run-d']), [
      { run_id: 'run-a', retries: 3, failures: 1, most_attempt: 3, most_attempts: 3 },
      { run_id: 'run-b', retries: 1, failures: 0, most_attempt: 2, most_attempts: 2 },
      { run_id: 'run-c', retries: 0, failures: 0, most_attempt: null, most_attempts: null },
    ]);
  });

  it('lists rows from a value of a column on', async () => {
    const run = (id: string, created_at: string): Write => ({
      op: 'insert',
      table: 'runs',
      row: sampleRun(id, 'session_a', { created_at }),
    });
    await store.commit([
      run('run-1', '2026-01-01T00:00:00.000Z'),
      run('run-2', '2026-01-02T00:00:00.000Z'),
      run('run-3', '2026-01-03T00:00:00.000Z'),
    ]);
    const page = await store.list('runs', {
      from: { by: 'created_at', value: '2026-01-02T00:00:00.000Z' },
      order: [{ by: 'created_at', desc: true }],
      limit: 1,
    });
    deepStrictEqual([page.total, page.items.map(({ id }) => id)], [2, ['run-3']]);
  });
}
