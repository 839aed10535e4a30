import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import type { SpanRow } from '#protocol/rows';
import { memoryStore } from '../../server/src/adapters/memoryStore';
import { openStore } from '../../server/src/adapters/store/openStore';
import { checkQuery } from '../../server/src/core/traceql/checkQuery';
import { evaluateSeries } from '../../server/src/core/traceql/series/evaluateSeries';
import { plainSeries } from '../../server/src/core/traceql/series/plainSeries';
import { localQueries } from '../../server/src/runtime/queries/localQueries';
import { type QueryEngine, queryEngine } from '../../server/src/runtime/queries/queryEngine';
import { traceFinder } from '../../server/src/runtime/queries/rows/traceFound';
import { readTraces } from '../../server/src/runtime/queries/rows/traceRows';
import type { Store } from '../../server/src/runtime/storePort';
import { eventWrite } from '../store/sampleRows';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { anySeriesQuery, anySpanQuery } from './anyQuery';
import { anySpans } from './anyTraces';

const isLong = process.env['HOLDPOINT_LONG'] === '1';
/** How many stores are asked, and how many questions each of them. */
interface Extent {
  readonly runs: number;
  readonly questions: number;
}

const inMemory: Extent = { runs: isLong ? 1_000 : 50, questions: 20 };
/** A store on disk takes longer to make than ten questions to be answered, so that each is asked more in the long form. */
const onDisk: Extent = isLong ? { runs: 100, questions: 200 } : { runs: 10, questions: 20 };
const nobody = { isAsked: false };
const never = new AbortController().signal;
const nowUs = () => 0;
/** Segments of a few spans, so that there are several, some small, some joined. */
const tiny = { leastRows: 1, mostRows: 12, smallSegments: 3 };

describe('queries answered from columns', function () {
  this.timeout(isLong ? 3_600_000 : 120_000);

  it('find exactly what the rows themselves hold, in a store in memory', async () => {
    await agree(async (rows, work) => {
      const store = memoryStore();
      await work(store, rows);
    }, inMemory);
  });

  it('find exactly what the rows themselves hold, in a store on disk', async () => {
    const folder = temporaryFolder();
    let count = 0;
    try {
      await agree(async (rows, work) => {
        count += 1;
        const file = join(folder, `${count}.db`);
        const store = await openStore({ file, workerFile: 'dist/server/storeWorker.cjs' });
        await work(store, rows);
        await store.close();
      }, onDisk);
    } finally {
      removeFolder(folder);
    }
  });
});

type Work = (store: Store, rows: readonly SpanRow[]) => Promise<void>;

async function agree(
  each: (rows: readonly SpanRow[], work: Work) => Promise<void>,
  extent: Extent,
): Promise<void> {
  const questions = fc.array(fc.oneof({ weight: 3, arbitrary: anySpanQuery }, anySeriesQuery), {
    minLength: extent.questions,
    maxLength: extent.questions,
  });
  const property = fc.asyncProperty(
    anySpans,
    questions,
    fc.integer({ min: 1, max: 5 }),
    (rows, texts, limit) =>
      each(rows, async (store, spans) => {
        const inColumns = queryEngine({ store, nowUs, sizes: tiny });
        const half = Math.ceil(spans.length / 2);
        await insert(store, spans.slice(0, half));
        await tendAll(inColumns);
        await compare(texts.slice(0, extent.questions / 2), limit, inColumns, store);
        // Late spans, late events and spans that are changed after their end come to traces that are in columns.
        await insert(store, spans.slice(half));
        await change(store, spans);
        await compare(texts.slice(extent.questions / 2), limit, inColumns, store);
        // Another process goes on with the columns that this one has made.
        await compare(texts.slice(0, 3), limit, queryEngine({ store, nowUs, sizes: tiny }), store);
      }),
  );
  await fc.assert(property, { numRuns: extent.runs });
}

async function compare(
  texts: readonly string[],
  limit: number,
  engine: QueryEngine,
  store: Store,
): Promise<void> {
  const { items } = await store.list('spans', { limit: null });
  const traces = await readTraces(store, [...new Set(items.map(({ trace_id }) => trace_id))]);
  for (const q of texts) {
    const isSeries = /_over_time|rate[(]/.test(q);
    if (isSeries) {
      const { series, start_us, step_us, count } = await engine.series({ q, step_us: 700_000 }, nobody);
      const evaluation = evaluateSeries(checkQuery(q).query, { startUs: start_us, stepUs: step_us, count });
      for (const { tree } of traces) evaluation.add(tree);
      assert.deepEqual(series, evaluation.answer().map(plainSeries), q);
      const starts = items.map((row) => row.start_us);
      assert.equal(start_us, Math.min(...starts));
      assert.ok(start_us + step_us * count > Math.max(...starts));
    } else {
      const found = await localQueries(engine, store).find({ q, limit, span_limit: 2 }, never);
      const expected = traces.map(traceFinder(checkQuery(q).query, 2)).filter((one) => one !== null);
      expected.sort(
        (one, other) => other.start_us - one.start_us || (one.trace_id < other.trace_id ? -1 : 1),
      );
      assert.deepEqual(found.items, expected.slice(0, limit), q);
    }
  }
}

async function tendAll(engine: QueryEngine): Promise<void> {
  for (let isMore = true; isMore; ) isMore = await engine.tend();
}

async function insert(store: Store, rows: readonly SpanRow[]): Promise<void> {
  await store.commit(rows.map((row) => ({ op: 'insert', table: 'spans', row })));
}

async function change(store: Store, rows: readonly SpanRow[]): Promise<void> {
  const [first, second] = rows;
  if (first !== undefined)
    await store.commit([
      {
        op: 'update',
        table: 'spans',
        key: { span_id: first.span_id },
        // An eighth of a second: sums of such durations are the same in whatever order they are added up.
        set: { status: 'ERROR', error: 'late', end_us: first.start_us + 125_000 },
      },
    ]);
  if (second !== undefined && second.run_id !== null)
    await store.commit([
      eventWrite('evt_late', { run_id: second.run_id, span_id: second.span_id, payload: '{"a":1}' }),
    ]);
}
