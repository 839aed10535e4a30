import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { queryThread } from '../../../server/src/adapters/queries/queryThread';
import { type OpenedStore, openStore } from '../../../server/src/adapters/store/openStore';
import type { Queries } from '../../../server/src/runtime/ports/queryPort';
import { queryEngine } from '../../../server/src/runtime/queries/queryEngine';
import { queriesWithSpans } from '../../../server/src/runtime/queries/shownSpans';
import { type Bench, type BenchScope, type Figure, figure } from '../figure';
import { median, processMs, takeTurns, timed } from '../measure';
import type { NativeStore } from '../store/nativeStore';
import { openPlainNative } from '../store/plainNative';
import { agentSpan, agentTrace, traceSpans } from './agentSpans';
import { columnLimits } from './columnLimit';
import { type DuckStore, openDuck } from './duckStore';
import { type BenchQuestion, benchQuestions } from './questions';

const never = new AbortController().signal;
const startUs = agentSpan(0).start_us;

/** Questions over all spans: ours over a store in threads of its own, against SQL by hand, DuckDB, jq and bare loops. */
export const queryBench: Bench = {
  name: 'queries',
  title: 'Questions over all spans (about 380 bytes of attributes each)',
  async run(scope) {
    const figures: Figure[] = [];
    for (const count of sizes(scope)) figures.push(...(await questionsOver(scope, count)));
    return figures;
  },
};

/** 100k; a million when somebody asks for it, because filling takes minutes. */
function sizes({ isQuick }: BenchScope): readonly number[] {
  if (isQuick) return [20_000];
  return process.env['HOLDPOINT_BENCH_MILLION'] === '1' ? [100_000, 1_000_000] : [100_000];
}

interface Sides {
  readonly count: number;
  readonly store: OpenedStore;
  readonly queries: Queries;
  readonly native: NativeStore | string;
  readonly duck: DuckStore | string;
  readonly ndjson: string;
}

async function questionsOver(scope: BenchScope, count: number): Promise<readonly Figure[]> {
  const what = `${count.toLocaleString('en')} spans`;
  const store = await openStore({
    file: join(scope.folder, `ours-${count}.db`),
    workerFile: resolve('dist/server/storeWorker.cjs'),
  });
  const native = openPlainNative(scope.peers, join(scope.folder, `native-${count}.db`));
  const ndjson = join(scope.folder, `spans-${count}.ndjson`);
  await fill(count, store, native, ndjson);
  if (typeof native !== 'string') native.exec('CREATE INDEX spans_by_start ON spans (start_us)');
  const layoutMs = await timed(async () => {
    const engine = queryEngine({ store, nowUs: () => performance.now() * 1000 });
    while (await engine.tend());
  });
  const duck = await openDuck(scope.peers, ndjson);
  const workerFile = resolve('dist/server/queryWorker.cjs');
  const queries = queriesWithSpans(queryThread({ workerFile, lend: () => store.lend() }), store);
  const sides: Sides = { count, store, queries, native, duck, ndjson };
  const figures = [
    figure(`${what}: laying out in columns, per span`, 'a budget of 20 µs', {
      unit: 'µs',
      ours: layoutMs / count,
      theirs: 0.02,
    }),
    await firstAnswer(scope, sides, what),
  ];
  const limits = columnLimits(count);
  for (const question of benchQuestions)
    figures.push(...(await oneQuestion(scope, sides, question, limits, what)));
  figures.push(await byId(scope, sides, what), await delay(sides, what));
  await queries.close();
  await store.close();
  if (typeof native !== 'string') native.close();
  if (typeof duck !== 'string') duck.close();
  return figures;
}

async function fill(
  count: number,
  store: OpenedStore,
  native: NativeStore | string,
  ndjson: string,
): Promise<void> {
  const file = createWriteStream(ndjson);
  for (let from = 0; from < count; from += 2000) {
    const rows = Array.from({ length: Math.min(2000, count - from) }, (_, index) => agentSpan(from + index));
    await store.commit(rows.map((row) => ({ op: 'insert', table: 'spans', row })));
    if (typeof native !== 'string') native.insertSpans(rows);
    file.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  }
  file.end();
  await once(file, 'finish');
}

async function oneQuestion(
  scope: BenchScope,
  { count, queries, native, duck, ndjson }: Sides,
  question: BenchQuestion,
  limits: ReturnType<typeof columnLimits>,
  size: string,
): Promise<readonly Figure[]> {
  const what = `${size}: ${question.what}`;
  const limit = limits[question.what];
  const rounds = 10;
  const several = async (work: () => unknown) =>
    (await timed(async () => {
      for (let round = 0; round < rounds; round += 1) await work();
    })) / rounds;
  const costs = await takeTurns(scope.rounds, {
    ours: () => several(() => asked(queries, question, count)),
    native: () => timed(() => (typeof native === 'string' ? null : native.all(question.sql))),
    duck: () => timed(() => (typeof duck === 'string' ? null : duck.ask(question.duck))),
    limit: () => several(() => limit?.()),
  });
  const against = (peer: 'native' | 'duck' | 'limit', missing: string | null) =>
    ({ unit: 'ms', ours: costs.ours, theirs: missing ?? costs[peer] }) as const;
  const isNewest = !question.isSeries;
  return [
    figure(
      what,
      'better-sqlite3, SQL by hand',
      against('native', typeof native === 'string' ? native : null),
      isNewest ? { atMost: 1.2 } : null,
    ),
    figure(
      what,
      'DuckDB in memory',
      against('duck', typeof duck === 'string' ? duck : null),
      isNewest ? null : { atMost: 2 },
    ),
    ...(limit === undefined
      ? []
      : [figure(what, 'a bare loop over typed arrays', against('limit', null), { atMost: 4 })]),
    ...(question.jq === null ? [] : [withJq(what, costs.ours, question.jq, ndjson)]),
  ];
}

function withJq(what: string, ours: number, filter: string, ndjson: string): Figure {
  const has = spawnSync('jq', ['--version']).status === 0;
  const theirs = has && existsSync(ndjson) ? processMs(['jq', '-c', filter, ndjson]) : 'jq is not installed';
  return figure(what, 'jq over NDJSON', { unit: 'ms', ours, theirs }, { atLeast: 100 });
}

function asked(queries: Queries, { q, isSeries, steps }: BenchQuestion, count: number): Promise<unknown> {
  // One span of each trace: twenty spans are answered, as by the others.
  if (!isSeries) return queries.find({ q, limit: 20, span_limit: 1 }, never);
  const end_us = startUs + count * 997 + 1;
  return queries.series({ q, start_us: startUs, end_us, step_us: (end_us - startUs) / steps }, never);
}

/** From a thread that is not there to its first answer. */
async function firstAnswer(scope: BenchScope, { store, count }: Sides, what: string): Promise<Figure> {
  const [question] = benchQuestions;
  const { ours } = await takeTurns(scope.rounds, {
    ours: async () => {
      const workerFile = resolve('dist/server/queryWorker.cjs');
      const queries = queriesWithSpans(queryThread({ workerFile, lend: () => store.lend() }), store);
      const ms = await timed(() => asked(queries, question as BenchQuestion, count));
      await queries.close();
      return ms;
    },
  });
  return figure(`${what}: first answer of a new thread`, 'node -e 0', {
    unit: 'ms',
    ours,
    theirs: scope.nodeMs,
  });
}

async function byId(scope: BenchScope, { store, native, count }: Sides, what: string): Promise<Figure> {
  const traces = Math.floor(count / traceSpans);
  const times = 20;
  const id = (round: number) => agentTrace((round * 7919) % traces);
  const several = async (work: (round: number) => unknown) =>
    (await timed(async () => {
      for (let round = 0; round < times; round += 1) await work(round);
    })) / times;
  const costs = await takeTurns(scope.rounds, {
    ours: () =>
      several((round) =>
        store.list('spans', { where: { trace_id: id(round) }, order: [{ by: 'start_us' }], limit: null }),
      ),
    theirs: () => several((round) => (typeof native === 'string' ? null : native.trace(id(round)))),
  });
  return figure(
    `${what}: trace by id (${traceSpans} spans)`,
    'better-sqlite3, SQL by hand',
    { unit: 'ms', ours: costs.ours, theirs: typeof native === 'string' ? native : costs.theirs },
    { atMost: 1.5 },
    'ours crosses a thread',
  );
}

/** How late this thread is while the other one works as hard as it can. */
async function delay({ queries, count }: Sides, what: string): Promise<Figure> {
  const late = monitorEventLoopDelay({ resolution: 5 });
  const long =
    '{ span.output_preview =~ ".*longest.*(1|2)[0-9] lines.*" || span.input_preview =~ ".*file 1.*" } | count_over_time()';
  late.enable();
  const ms: number[] = [];
  for (let round = 0; round < 3; round += 1)
    ms.push(
      await timed(() =>
        asked(queries, { ...(benchQuestions[1] as BenchQuestion), q: long, steps: 1 }, count),
      ),
    );
  late.disable();
  return figure(
    `${what}: delay of the server’s loop while a long query runs, 99th percentile`,
    'a budget of 20 ms',
    { unit: 'ms', ours: late.percentile(99) / 1e6, theirs: 20 },
    { atMost: 1 },
    `two expressions over every text; each took ${median(ms).toFixed(0)} ms`,
  );
}
