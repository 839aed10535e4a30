import assert from 'node:assert/strict';
import { memoryStore } from '../../server/src/adapters/memoryStore';
import { localQueries } from '../../server/src/runtime/queries/localQueries';
import { queryEngine } from '../../server/src/runtime/queries/queryEngine';
import type { Store, Write } from '../../server/src/runtime/storePort';
import { sampleSpan } from '../store/sampleRows';

const nobody = { isAsked: false };
const never = new AbortController().signal;
const sizes = { leastRows: 2, mostRows: 100, smallSegments: 8 };
const parts = (store: Store, nowUs = () => 0) => queryEngine({ store, nowUs, sizes });

const span = (id: string, trace: string, set: Partial<Parameters<typeof sampleSpan>[2]> = {}): Write => ({
  op: 'insert',
  table: 'spans',
  row: sampleSpan(id, 'run-1', { trace_id: trace, start_us: 10, end_us: 20, ...set }),
});

const ids = async (store: Store, q: string, engine = parts(store)) =>
  (await localQueries(engine, store).find({ q, limit: 50, span_limit: 9 }, never)).items.flatMap(
    ({ spansets }) => spansets.flatMap(({ spans }) => spans.map(({ span_id }) => span_id)),
  );

describe('spans laid out in columns', () => {
  let store: Store;
  beforeEach(async () => {
    store = memoryStore();
    await store.commit([
      span('a1', 'a', { parent_span_id: null }),
      span('a2', 'a', { parent_span_id: 'a1', start_us: 11, name: 'inner' }),
      span('b1', 'b', { parent_span_id: null, start_us: 30, end_us: 31 }),
    ]);
  });

  it('are made once there are enough, of traces that are over', async () => {
    await store.commit([span('c1', 'c', { end_us: null })]);
    assert.deepEqual(await ids(store, '{ name = "inner" }'), ['a2']);
    const { segments } = await store.segments();
    assert.equal(segments.length, 1);
    assert.equal((JSON.parse(segments[0]?.head ?? '{}') as { rows: number }).rows, 3);
  });

  it('are dropped and made again when their bytes are damaged', async () => {
    await ids(store, '{}');
    const [segment] = (await store.segments()).segments;
    const id = segment?.id ?? 0;
    const [bytes] = await store.segmentColumns(id, ['span:name']);
    const damaged = (bytes ?? new Uint8Array()).slice();
    damaged[20] = (damaged[20] ?? 0) ^ 1;
    await store.keepColumns(id, [{ name: 'span:name', data: damaged }]);
    assert.deepEqual(await ids(store, '{ name = "inner" }'), ['a2']);
    const [mended] = await store.segmentColumns((await store.segments()).segments[0]?.id ?? 0, ['span:name']);
    assert.deepEqual(mended, bytes);
  });

  it('are dropped when they lack a column that was written', async () => {
    await ids(store, '{}');
    const id = (await store.segments()).segments[0]?.id ?? 0;
    await store.keepColumns(id, [{ name: 'span:name', data: new Uint8Array(3) }]);
    assert.deepEqual(await ids(store, '{ name = "inner" }'), ['a2']);
  });

  it('leave out traces whose parents go round in a circle, which are looked at by themselves', async () => {
    await store.commit([
      span('d1', 'd', { parent_span_id: 'd2', start_us: 40 }),
      span('d2', 'd', { parent_span_id: 'd1', start_us: 41 }),
      span('d3', 'd', { parent_span_id: 'd3', start_us: 42 }),
    ]);
    assert.deepEqual(await ids(store, '{} >> {}'), ['d1', 'd2', 'a2']);
    assert.deepEqual(await ids(store, '{ .nothing = 1 } || { name = "inner" }'), ['a2']);
  });

  it('are used by a partial answer too, which says why it is one', async () => {
    let nowUs = 0;
    const engine = parts(store, () => (nowUs += 11_000_000));
    const late = await engine.find({ q: '{ name = "nothing" }', limit: 1, span_limit: 1 }, nobody);
    assert.deepEqual([late.is_partial, late.partial_reason], [true, 'time']);
    await store.commit([span('e1', 'e', { end_us: null }), span('e2', 'e', { end_us: null })]);
    const few = queryEngine({ store, nowUs: () => 0, limits: { timeMs: 1, spans: 1 } });
    const found = await few.find({ q: '{ name = "nothing" }', limit: 9, span_limit: 1 }, nobody);
    assert.deepEqual([found.is_partial, found.partial_reason], [true, 'spans']);
    const halted = await parts(store).find({ q: '{}', limit: 9, span_limit: 1 }, { isAsked: true });
    assert.deepEqual(halted.items, []);
  });
});
