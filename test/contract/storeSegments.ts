import { deepStrictEqual, equal, notEqual } from 'node:assert/strict';
import type { SpanRow } from '#protocol/rows';
import type { SpanMark } from '../../server/src/runtime/ports/spanPort';
import type { Store } from '../../server/src/runtime/storePort';
import {
  eventWrite,
  sampleEvent,
  samplePlan,
  sampleRun,
  sampleSession,
  sampleSpan,
} from '../store/sampleRows';

const first: SpanMark = { row: 0, event: 0, change: 0 };
const traceOf = (letter: string) => letter.repeat(32);

/** What every store must tell those who follow its spans, and keep for them. */
export function describeSegments(open: () => Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  const span = (id: string, letter: string, start_us: number, set: Partial<SpanRow> = {}) =>
    ({
      op: 'insert',
      table: 'spans',
      row: sampleSpan(id, `run-${letter}`, {
        trace_id: traceOf(letter),
        start_us,
        end_us: start_us + 5,
        ...set,
      }),
    }) as const;

  it('tells of new rows by trace, a stretch at a time', async () => {
    await store.commit([span('s1', 'a', 30), span('s2', 'b', 20), span('s3', 'a', 10)]);
    const news = await store.spanNews(first, 2);
    deepStrictEqual(news.traces, [
      { trace_id: traceOf('a'), rows: 1, start_us: 30 },
      { trace_id: traceOf('b'), rows: 1, start_us: 20 },
    ]);
    equal(news.is_last, false);
    const more = await store.spanNews(news.mark, 2);
    deepStrictEqual(more.traces, [{ trace_id: traceOf('a'), rows: 1, start_us: 10 }]);
    equal(more.is_last, true);
    deepStrictEqual((await store.spanNews(more.mark, 2)).traces, []);
  });

  it('tells of what came to a trace after its end: a changed span, a late event', async () => {
    await store.commit([span('s1', 'a', 1), span('s2', 'b', 1), span('s3', 'c', 1, { end_us: null })]);
    const { mark } = await store.spanNews(first, 10);
    await store.commit([{ op: 'update', table: 'spans', key: { span_id: 's1' }, set: { end_us: null } }]);
    await store.commit([{ op: 'update', table: 'spans', key: { span_id: 's3' }, set: { end_us: 9 } }]);
    const changed = await store.spanNews(mark, 10);
    deepStrictEqual(changed.touched, [traceOf('a')]);
    await store.commit([eventWrite('evt_1', { run_id: 'run-b', span_id: 's2' }), eventWrite('evt_2', {})]);
    deepStrictEqual((await store.spanNews(changed.mark, 10)).touched, [traceOf('b')]);
  });

  it('counts what is written, and nothing that is only read', async () => {
    const before = store.writeCount();
    await store.commit([span('s1', 'a', 1)]);
    const written = store.writeCount();
    notEqual(written, before);
    await store.spanNews(first, 10);
    await store.list('spans');
    equal(store.writeCount(), written);
    await store.commit([eventWrite('evt_1', {})]);
    notEqual(store.writeCount(), written);
  });

  it('gives the rows of traces in the order of recording, page by page', async () => {
    await store.commit([span('s1', 'a', 3), span('s2', 'b', 2), span('s3', 'a', 1), span('s4', 'c', 1)]);
    const trace_ids = [traceOf('a'), traceOf('b')];
    const page = await store.spanRows({ trace_ids, after_row: 0, limit: 2 });
    deepStrictEqual(
      page.items.map(({ span_id }) => span_id),
      ['s1', 's2'],
    );
    equal(page.is_last, false);
    const { items, is_last } = await store.spanRows({ trace_ids, after_row: page.last_row, limit: 2 });
    deepStrictEqual(items, [span('s3', 'a', 1).row]);
    equal(is_last, true);
    const one = await store.spanRows({ trace_ids: [traceOf('a')], after_row: 0, limit: 5 });
    deepStrictEqual(
      one.items.map(({ span_id }) => span_id),
      ['s1', 's3'],
    );
  });

  it('keeps columns for whoever knows what was said last, and drops them with the spans they came from', async () => {
    await store.commit([
      { op: 'insert', table: 'sessions', row: sampleSession('session_a') },
      { op: 'insert', table: 'plans', row: samplePlan('plan_1', 'session_a') },
      { op: 'insert', table: 'runs', row: sampleRun('run-a', 'session_a', { trace_id: traceOf('a') }) },
      span('s1', 'a', 1),
    ]);
    const { generation, mark, segments } = await store.segments();
    deepStrictEqual({ mark, segments }, { mark: null, segments: [] });
    await store.keepColumns(1, [{ name: 'x', data: Uint8Array.of(1, 2, 3) }]);
    const seal = { generation, after: null, add: [{ id: 1, head: '{}' }], drop: [], mark: 'one' };
    equal(await store.sealSegments(seal), true);
    equal(await store.sealSegments({ ...seal, add: [{ id: 2, head: '{}' }] }), false);
    deepStrictEqual(await store.segments(), { generation, mark: 'one', segments: [{ id: 1, head: '{}' }] });
    const [kept, none] = await store.segmentColumns(1, ['x', 'y']);
    deepStrictEqual([...(kept ?? [])], [1, 2, 3]);
    equal(none, null);
    await store.deleteSession('session_a', sampleEvent('evt_gone'));
    const after = await store.segments();
    deepStrictEqual({ mark: after.mark, segments: after.segments }, { mark: null, segments: [] });
    equal(after.generation === generation, false);
    deepStrictEqual(await store.segmentColumns(1, ['x']), [null]);
  });
}
