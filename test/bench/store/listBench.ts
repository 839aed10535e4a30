import { join, resolve } from 'node:path';
import { openStore } from '../../../server/src/adapters/store/openStore';
import { openTraceReader } from '../../../server/src/adapters/store/reader/sqliteTraceReader';
import type { RunRow } from '../../../server/src/protocol/rows';
import type { Store, Write } from '../../../server/src/runtime/storePort';
import { samplePlan, sampleRun, sampleSession } from '../../store/sampleRows';
import { composeMemory } from '../../support/composeMemory';
import { type Bench, type BenchScope, type Figure, figure } from '../figure';
import { takeTurns, timed } from '../measure';
import { spanRow } from './spanRows';

/** What people wait for before they see anything: the list of runs, and the spans of a file. */
export const listBench: Bench = {
  name: 'lists',
  title: 'Lists of runs, and spans of a file',
  async run(scope) {
    const file = join(scope.folder, 'lists.db');
    const store = await openStore({ file, workerFile: resolve('dist/server/storeWorker.cjs') });
    const listed = await runList(scope, store);
    const count = scope.isQuick ? 5_000 : 100_000;
    await fill(store, count, (index) => ({ op: 'insert', table: 'spans', row: spanRow(index) }));
    await store.close();
    return [listed, ...(await filtered(scope, file, count))];
  },
};

const statuses: readonly RunRow['status'][] = ['succeeded', 'failed', 'denied', 'cancelled'];

/** LOG-10: a page of the runs, as `GET /runs` answers it. */
async function runList(scope: BenchScope, store: Store): Promise<Figure> {
  const count = scope.isQuick ? 1_000 : 10_000;
  await store.commit([
    { op: 'insert', table: 'sessions', row: sampleSession('session_a') },
    { op: 'insert', table: 'plans', row: samplePlan('plan_1', 'session_a') },
  ]);
  await fill(store, count, (index) => {
    const created_at = new Date(1_767_323_045_000 + index * 60_000).toISOString();
    const status = statuses[index % statuses.length] ?? 'succeeded';
    const set = { created_at, started_at: created_at, ended_at: created_at, status } as const;
    return { op: 'insert', table: 'runs', row: sampleRun(`run-${index}`, 'session_a', set) };
  });
  const server = composeMemory({ store });
  const { ours } = await takeTurns(scope.rounds, {
    ours: () => timed(() => server.request('run/index', { status: 'failed', limit: 50 })),
  });
  const what = `${count.toLocaleString('en')} runs, a page of 50 with one status`;
  const costs = { unit: 'ms', ours, theirs: 50 } as const;
  return figure(what, 'a budget of 50 ms', costs, { atMost: 1 }, 'the runs have no steps');
}

/** FLOW-17: the reader's filters over a file, by the columns that `trace list --db` and `trace search --db` ask for. */
async function filtered(scope: BenchScope, file: string, count: number): Promise<readonly Figure[]> {
  const reader = await openTraceReader({ file, wasmFile: resolve('dist/server/sql-wasm.wasm') });
  const filters = [
    ['name and status', { name: 'chat model', status: 'ERROR', limit: 50 }],
    ['trace', { trace_id: spanRow(count - 1).trace_id, limit: 500 }],
  ] as const;
  const figures: Figure[] = [];
  for (const [by, filter] of filters) {
    const { ours } = await takeTurns(scope.rounds, { ours: () => timed(() => reader.spans(filter)) });
    const what = `${count.toLocaleString('en')} spans of a file, filtered by ${by}`;
    figures.push(figure(what, 'a budget of 100 ms', { unit: 'ms', ours, theirs: 100 }, { atMost: 1 }));
  }
  reader.close();
  return figures;
}

async function fill(store: Store, count: number, write: (index: number) => Write): Promise<void> {
  const size = 2000;
  for (let from = 0; from < count; from += size) {
    await store.commit(
      Array.from({ length: Math.min(size, count - from) }, (_, index) => write(from + index)),
    );
  }
}
