import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import { memoryStore } from '../../server/src/adapters/memoryStore';
import { openStore } from '../../server/src/adapters/store/openStore';
import type { Queries } from '../../server/src/runtime/ports/queryPort';
import { localQueries } from '../../server/src/runtime/queries/localQueries';
import { type QueryEngine, queryEngine } from '../../server/src/runtime/queries/queryEngine';
import type { Store } from '../../server/src/runtime/storePort';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { orderedSets, plainOracleSeries, plainSpansets, withoutSign } from './agree';
import { seriesOf } from './oracle/series';
import { spansetsOf } from './oracle/spansets';
import { printMetrics, printStages } from './printShape';
import type { Metrics, Stage } from './queryShape';
import { anyMetrics, anyPipeline } from './randomQueries';
import { anyTraces, epochUs, grainUs, type SampleTrace, sampleWrites } from './sampleTraces';

const isLong = process.env['HOLDPOINT_LONG'] === '1';
/** How many stores are asked, and how many queries of each kind each of them. */
interface Extent {
  readonly runs: number;
  readonly pipelines: number;
  readonly metrics: number;
}

const inMemory: Extent = { runs: isLong ? 1_000 : 50, pipelines: 16, metrics: 4 };
/** A store on disk takes longer to make than ten queries to be answered, so that each is asked more in the long form. */
const onDisk: Extent = isLong
  ? { runs: 100, pipelines: 160, metrics: 40 }
  : { runs: 5, pipelines: 16, metrics: 4 };
const nobody = { isAsked: false };
const never = new AbortController().signal;
/** Segments of a few spans, so that traces lie in several of them; live ones in none. */
const sizes = { leastRows: 1, mostRows: 10, smallSegments: 3 };
const range = { startUs: epochUs + 20 * grainUs, stepUs: 64 * grainUs, count: 190 };

describe('the store and the oracle', function () {
  this.timeout(isLong ? 3_600_000 : 120_000);

  it('FLOW-18: find the same by random queries over a store in memory', async () => {
    await agree(inMemory, async () => memoryStore());
  });

  it('FLOW-18: find the same by random queries over a store on disk', async () => {
    const folder = temporaryFolder();
    let count = 0;
    try {
      await agree(onDisk, () => {
        count += 1;
        return openStore({ file: join(folder, `${count}.db`), workerFile: 'dist/server/storeWorker.cjs' });
      });
    } finally {
      removeFolder(folder);
    }
  });
});

async function agree(extent: Extent, open: () => Promise<Store>): Promise<void> {
  let found = 0;
  const exactly = (count: number) => ({ minLength: count, maxLength: count });
  const pipelines = fc.array(anyPipeline, exactly(extent.pipelines));
  const metrics = fc.array(anyMetrics, exactly(extent.metrics));
  await fc.assert(
    fc.asyncProperty(anyTraces(5).map(asStored), pipelines, metrics, async (traces, all, overTime) => {
      const store = await open();
      await store.commit(sampleWrites(traces));
      const engine = queryEngine({ store, nowUs: () => 0, sizes });
      for (let isMore = true; isMore; ) isMore = await engine.tend();
      for (const stages of all) found += await sameSpans(localQueries(engine, store), stages, traces);
      for (const one of overTime) found += await sameNumbers(engine, one, traces);
      await store.close();
    }),
    { numRuns: extent.runs },
  );
  const asked = extent.runs * (extent.pipelines + extent.metrics);
  assert.ok(found > asked / 10, `only ${found} of ${asked} queries found anything`);
}

/** The root of a run is recorded as such, whatever kind of span it is. */
function asStored(traces: readonly SampleTrace[]): readonly SampleTrace[] {
  return traces.map((trace) => ({
    ...trace,
    spans: trace.spans.map((span, at) => (at === 0 ? { ...span, kind: 'internal' } : span)),
  }));
}

/** Answers 1 when the query finds anything. */
async function sameSpans(
  queries: Queries,
  stages: readonly Stage[],
  traces: readonly SampleTrace[],
): Promise<number> {
  const q = printStages(stages);
  const { items, is_partial } = await queries.find({ q, limit: 500, span_limit: 500 }, never);
  assert.equal(is_partial, false);
  const answer = new Map(
    items.map(({ trace_id, spansets }) => [
      trace_id,
      orderedSets(
        spansets.map(({ attributes, spans }) => ({
          ids: spans.map(({ span_id }) => span_id).sort(),
          attached: Object.values(attributes).map((one) =>
            typeof one === 'number' ? withoutSign(one) : one,
          ),
        })),
      ),
    ]),
  );
  const expected = traces
    .map((trace) => [trace.traceId, plainSpansets(spansetsOf(stages, trace))] as const)
    .filter(([, sets]) => sets.length > 0);
  assert.deepEqual([...answer].sort(byId), [...expected].sort(byId), q);
  return expected.length > 0 ? 1 : 0;
}

async function sameNumbers(
  engine: QueryEngine,
  metrics: Metrics,
  traces: readonly SampleTrace[],
): Promise<number> {
  const q = printMetrics(metrics);
  const { startUs, stepUs, count } = range;
  const asked = { q, start_us: startUs, end_us: startUs + stepUs * count, step_us: stepUs };
  const { series } = await engine.series(asked, nobody);
  const answer = Object.fromEntries(
    series.map(({ labels, values }) => [
      JSON.stringify(labels.map(({ name, value }) => [name, value])),
      values.map((value) => (value === null ? null : withoutSign(value))),
    ]),
  );
  const expected = plainOracleSeries(seriesOf(metrics, traces, range));
  assert.deepEqual(answer, expected, q);
  return Object.keys(expected).length > 0 ? 1 : 0;
}

function byId([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
