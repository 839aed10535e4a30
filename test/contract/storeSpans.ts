import { deepStrictEqual, equal } from 'node:assert/strict';
import type { SpanRow } from '#protocol/rows';
import type { SpanQuery, Store } from '../../server/src/runtime/storePort';
import { sampleSpan } from '../store/sampleRows';

const traceId = 'a'.repeat(32);
const idOf = (index: number) => (0x1000 + index).toString(16).padStart(16, '0');

/** What every store must do with the spans of one trace, read as columns. */
export function describeSpans(open: () => Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  const span = (index: number, set: Partial<SpanRow> = {}) =>
    ({
      op: 'insert',
      table: 'spans',
      row: sampleSpan(idOf(index), 'run-1', { trace_id: traceId, ...set }),
    }) as const;

  const page = (query: Partial<SpanQuery> = {}) =>
    store.spanColumns({ trace_id: traceId, after_row: 0, limit: 100, spans: [], ...query });

  it('lays spans out in columns, in the order in which they were recorded', async () => {
    await store.commit([
      span(2, { name: 'second', start_us: 5, end_us: null, parent_span_id: null }),
      span(1, {
        name: 'first',
        start_us: 3,
        end_us: 9,
        parent_span_id: idOf(2),
        error: 'broke',
        status: 'ERROR',
      }),
      { op: 'insert', table: 'spans', row: sampleSpan('elsewhere', 'run-2', { trace_id: 'b'.repeat(32) }) },
    ]);
    const found = await page();
    equal(found.count, 2);
    equal(found.total, 2);
    equal(found.is_last, true);
    const text = (column: Uint32Array) => [...column].map((place) => found.texts[place]);
    deepStrictEqual(text(found.name), ['second', 'first']);
    deepStrictEqual(text(found.error), ['', 'broke']);
    deepStrictEqual(text(found.status).at(-1), 'ERROR');
    deepStrictEqual([...found.start_us], [5, 3]);
    deepStrictEqual([...found.end_us], [Number.NaN, 9]);
    deepStrictEqual([...found.id], [0, 0x1002, 0, 0x1001]);
    deepStrictEqual([...found.parent], [0, 0, 0, 0x1002]);
  });

  it('gives page after page, each row once', async () => {
    await store.commit(Array.from({ length: 25 }, (_, index) => span(index, { name: `span ${index}` })));
    const names: (string | undefined)[] = [];
    const sizes: number[] = [];
    for (let after_row = 0, isLast = false; !isLast; ) {
      const found = await page({ after_row, limit: 10 });
      names.push(...[...found.name].map((place) => found.texts[place]));
      sizes.push(found.count);
      equal(found.total, 25);
      after_row = found.last_row;
      isLast = found.is_last;
    }
    deepStrictEqual(sizes, [10, 10, 5]);
    deepStrictEqual(
      names,
      Array.from({ length: 25 }, (_, index) => `span ${index}`),
    );
  });

  it('gives spans once more that ended in the meantime, before those that are new', async () => {
    await store.commit([span(1, { end_us: null, status: 'UNSET' })]);
    const { last_row } = await page();
    await store.commit([
      { op: 'update', table: 'spans', key: { span_id: idOf(1) }, set: { end_us: 77, status: 'OK' } },
      span(2, { end_us: 88 }),
    ]);
    const found = await page({ after_row: last_row, spans: [idOf(1), idOf(9)] });
    deepStrictEqual([...found.end_us], [77, 88]);
    deepStrictEqual([...found.id], [0, 0x1001, 0, 0x1002]);
    const nothing = await page({ after_row: found.last_row });
    equal(nothing.count, 0);
    equal(nothing.last_row, found.last_row);
    equal(nothing.is_last, true);
  });

  it('finds spans by a text in name, error or attributes, whatever the case of its letters', async () => {
    await store.commit([
      span(1, { name: 'execute_tool Read_File', attributes: '{}' }),
      span(2, { name: 'x', attributes: '{"path":"src/READ_FILE.ts"}' }),
      span(3, { name: 'x', attributes: '{}', error: 'cannot read_file' }),
      span(4, { name: '100%_sure', attributes: '{}' }),
    ]);
    deepStrictEqual(await store.findSpans(traceId, 'read_FILE'), [idOf(1), idOf(2), idOf(3)]);
    deepStrictEqual(await store.findSpans(traceId, '%_s'), [idOf(4)]);
    deepStrictEqual(await store.findSpans('b'.repeat(32), 'x'), []);
  });

  it('gives all spans of a trace by their starts, those that start together as they were recorded', async () => {
    const starts = [7, 3, 3, 9, 1, 3, 7];
    await store.commit([
      ...starts.map((start_us, index) => span(index, { start_us })),
      { op: 'insert', table: 'spans', row: sampleSpan('elsewhere', 'run-2', { trace_id: 'b'.repeat(32) }) },
    ]);
    const ids = async (desc: boolean) => {
      const query = { where: { trace_id: traceId }, order: [{ by: 'start_us', desc }], limit: null } as const;
      const { total, items } = await store.list('spans', query);
      equal(total, starts.length);
      return items.map(({ span_id }) => Number.parseInt(span_id, 16) - 0x1000);
    };
    deepStrictEqual(await ids(false), [4, 1, 2, 5, 0, 6, 3]);
    deepStrictEqual(await ids(true), [3, 6, 0, 5, 2, 1, 4]);
    const some = { where: { trace_id: traceId }, order: [{ by: 'start_us' }], limit: null } as const;
    const columns = await store.listColumns('spans', ['span_id'], some);
    deepStrictEqual(
      columns,
      [4, 1, 2, 5, 0, 6, 3].map((index) => ({ span_id: idOf(index) })),
    );
  });

  it('finds few spans and many by their ids, among them ids of another form', async () => {
    const odd = ['UPPER', 'f'.repeat(15), 'é'];
    await store.commit([
      ...Array.from({ length: 50 }, (_, index) => span(index)),
      ...odd.map((id) => ({ op: 'insert', table: 'spans', row: sampleSpan(id, 'run-1') }) as const),
    ]);
    for (const count of [1, 2, 3, 20, 30, 32, 33, 50]) {
      const wanted = [...Array.from({ length: count }, (_, index) => idOf(index)), ...odd];
      const { items } = await store.list('spans', { where: { span_id: [...wanted, 'none'] }, limit: null });
      deepStrictEqual(
        items.map(({ span_id }) => span_id),
        wanted,
      );
    }
  });
}
