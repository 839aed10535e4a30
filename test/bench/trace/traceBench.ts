import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { TraceFeed } from '../../../client/src/panels/trace/traceFeed';
import { openStore } from '../../../server/src/adapters/store/openStore';
import type { Store } from '../../../server/src/runtime/storePort';
import { installChromium } from '../../editor/setUp/installChromium';
import { samplePlan, sampleRun, sampleSession } from '../../store/sampleRows';
import { composeMemory } from '../../support/composeMemory';
import { type Bench, type BenchScope, type Figure, figure } from '../figure';
import { median } from '../measure';
import { spanRow } from '../store/spanRows';

const megabyte = 1024 * 1024;
const traceId = 'c'.repeat(32);
const peer = 'flame-chart-js';

/** The trace view in a real browser, and the way of a trace from the store to it. */
export const traceBench: Bench = {
  name: 'trace-view',
  title: 'The trace view (1440 × 900, software rendering)',
  async run(scope) {
    installChromium();
    const figures: Figure[] = [];
    const paints = new Map<number, number>();
    for (const count of scope.isQuick ? [10_000] : [10_000, 100_000, 1_000_000]) {
      const { paintMs, found } = viewFigures(scope, count);
      paints.set(count, paintMs);
      figures.push(...found);
    }
    const count = scope.isQuick ? 10_000 : 100_000;
    return [...figures, ...(await wayFigures(scope, count, paints.get(count) ?? Number.NaN))];
  },
};

type Cost = 'paintMs' | 'scrollMs' | 'usualScrollMs' | 'bytes';

interface Found {
  readonly ours: readonly Readonly<Record<Cost, number>>[];
  readonly theirs: readonly number[];
}

interface ViewFigures {
  readonly paintMs: number;
  readonly found: readonly Figure[];
}

function viewFigures(scope: BenchScope, count: number): ViewFigures {
  // A million spans are too many objects for the peer to be asked in reasonable time.
  const isCompared = count < 1_000_000;
  const folder = isCompared && scope.peers.has(peer) ? resolve('.cache/bench-peers') : '';
  const { ours, theirs } = measured(count, scope.isQuick ? 1 : 5, folder);
  const middle = (name: Cost) => median(ours.map((one) => one[name]));
  const what = `${count.toLocaleString('en')} spans`;
  const budgetMs = count < 1_000_000 ? 60 : 150;
  const paintMs = middle('paintMs');
  const paint = { unit: 'ms', ours: paintMs } as const;
  const found = [
    ...(isCompared
      ? [
          figure(
            `${what}, data in the page to first paint`,
            peer,
            { ...paint, theirs: theirs.length === 0 ? `${peer} is not installed` : median(theirs) },
            count < 100_000 ? null : { atLeast: 8 },
          ),
        ]
      : []),
    figure(
      `${what}, data in the page to first paint`,
      `a budget of ${budgetMs} ms`,
      { ...paint, theirs: budgetMs },
      { atMost: 1 },
      'tree, rows and summary; up to two frames of waiting included',
    ),
    figure(
      `${what}, work of one scroll, 95th percentile`,
      'a budget of 10 ms',
      { unit: 'ms', ours: middle('scrollMs'), theirs: 10 },
      { atMost: 1 },
    ),
    figure(`${what}, work of one scroll, median`, 'a budget of 10 ms', {
      unit: 'ms',
      ours: middle('usualScrollMs'),
      theirs: 10,
    }),
    figure(
      `${what}, memory`,
      'a budget of 10 MB per 100,000 spans, at least 10 MB',
      { unit: 'bytes', ours: middle('bytes'), theirs: 10 * megabyte * Math.max(1, count / 100_000) },
      { atMost: 1 },
      'after a collection, typed arrays included',
    ),
  ];
  return { paintMs, found };
}

function measured(count: number, rounds: number, folder: string): Found {
  const program = resolve('dist/test/media/bench/measureTrace.child.mjs');
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [program, String(count), String(rounds), folder],
    {
      encoding: 'utf8',
      timeout: 300_000,
    },
  );
  if (status !== 0) {
    throw new Error(`measuring the trace view ended with ${status}: ${stderr}`);
  }
  return JSON.parse(stdout) as Found;
}

/** From the question to columns in the editor's hands: store, server, JSON, columns; and on to the first paint. */
async function wayFigures(scope: BenchScope, count: number, paintMs: number): Promise<readonly Figure[]> {
  const store = await openStore({
    file: join(scope.folder, 'trace.db'),
    workerFile: resolve('dist/server/storeWorker.cjs'),
  });
  await fill(store, count);
  const server = composeMemory({ store });
  const line = {
    request: async (...asked: Parameters<typeof server.request>) =>
      JSON.parse(JSON.stringify(await server.request(...asked))),
  } as unknown as typeof server;
  const first: number[] = [];
  const whole: number[] = [];
  for (let round = 0; round < scope.rounds; round += 1) {
    const startMs = performance.now();
    const marks: number[] = [];
    for await (const _ of new TraceFeed(line, traceId).pages()) {
      marks.push(performance.now() - startMs);
    }
    first.push(marks[0] ?? Number.NaN);
    whole.push(marks.at(-1) ?? Number.NaN);
  }
  await store.close();
  const what = `${count.toLocaleString('en')} spans`;
  const budget = { unit: 'ms', theirs: 190 } as const;
  return [
    figure(
      `${what}, query to columns, first page of 20,000`,
      'a budget of 190 ms',
      { ...budget, ours: median(first) },
      { atMost: 1 },
    ),
    figure(
      `${what}, from the query to the first paint`,
      'a budget of 250 ms',
      { unit: 'ms', ours: median(first) + paintMs, theirs: 250 },
      { atMost: 1 },
      'the first page, and the first paint of all spans: the view draws as soon as one page is there',
    ),
    figure(`${what}, query to columns, all pages`, 'a budget of 190 ms', { ...budget, ours: median(whole) }),
  ];
}

async function fill(store: Store, count: number): Promise<void> {
  await store.commit([
    { op: 'insert', table: 'sessions', row: sampleSession('session_a') },
    { op: 'insert', table: 'plans', row: samplePlan('plan_1', 'session_a') },
    { op: 'insert', table: 'runs', row: sampleRun('run-1', 'session_a', { trace_id: traceId }) },
  ]);
  const size = 2000;
  for (let from = 0; from < count; from += size) {
    await store.commit(
      Array.from({ length: Math.min(size, count - from) }, (_, index) => {
        const row = { ...spanRow(from + index), trace_id: traceId, run_id: 'run-1' };
        return { op: 'insert', table: 'spans', row } as const;
      }),
    );
  }
}
