import { deepStrictEqual, equal, rejects } from 'node:assert/strict';
import fc from 'fast-check';
import type { SpanRow } from '#protocol/rows';
import type { Store, Write } from '../../server/src/runtime/storePort';
import { eventWrite, sampleEvent, sampleRun, sampleSpan } from '../store/sampleRows';

/** What every store must answer when it is asked how many rows there are, again and again. */
export function describeCounts(open: () => Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  it('counts what is there now, whatever was counted before: after commits, and after refused ones', async () => {
    const span = (id: string) => ({ op: 'insert', table: 'spans', row: sampleSpan(id, 'run-1') }) as const;
    const spans = async () => (await store.list('spans', { where: { run_id: 'run-1' }, limit: 1 })).total;
    const events = async () => (await store.events({ types: ['log.line'], limit: 1 })).total;
    await store.commit([span('a'), span('b'), eventWrite('evt_1'), eventWrite('evt_2')]);
    deepStrictEqual([await spans(), await events()], [2, 2]);
    await rejects(store.commit([span('c'), eventWrite('evt_3'), span('a')]), { code: 'STATE_CONFLICT' });
    deepStrictEqual([await spans(), await events()], [2, 2]);
    await store.commit([span('c'), eventWrite('evt_3')]);
    deepStrictEqual([await spans(), await events()], [3, 3]);
  });

  it('counts rightly after any row of new, changed and removed rows', async () => {
    const steps = fc.array(step, { minLength: 10, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const counted = await open();
        const rows: Row[] = [];
        for (const [at, one] of list.entries()) {
          await carryOut(counted, rows, one, at);
          await checkCounts(counted, rows);
        }
        await counted.close();
      }),
      { numRuns: 6 },
    );
  });
}

interface Row {
  readonly id: string;
  readonly run: string;
  name: string;
  status: string;
}

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const names = ['build', 'lint', 'a name that is long enough to be kept once'] as const;
const runs = ['run-1', 'run-2'] as const;
const step = fc.record({
  what: fc.constantFrom('insert', 'insert', 'insert', 'rename', 'end', 'remove', 'refuse'),
  name: fc.constantFrom(...names),
  run: fc.constantFrom(...runs),
  place: fc.nat(),
});

async function carryOut(
  store: Store,
  rows: Row[],
  { what, name, run, place }: Step,
  at: number,
): Promise<void> {
  const row = rows[place % Math.max(1, rows.length)];
  const insert = (id: string): Write => ({
    op: 'insert',
    table: 'spans',
    row: sampleSpan(id, run, { name, status: 'UNSET' }),
  });
  if (what === 'remove') {
    await store.commit([
      { op: 'insert', table: 'runs', row: sampleRun(run, 'session_1', { trace_id: `t${at}` }) },
    ]);
    await store.removeTraces({ runs: [run], traces: [] }, sampleEvent(`gone_${at}`));
    rows.splice(0, rows.length, ...rows.filter((one) => one.run !== run));
  } else if (what === 'insert' || row === undefined) {
    await store.commit([insert(`s${at}`)]);
    rows.push({ id: `s${at}`, run, name, status: 'UNSET' });
  } else if (what === 'refuse') {
    await rejects(store.commit([insert(`s${at}`), insert(row.id)]), { code: 'STATE_CONFLICT' });
  } else {
    const set: Partial<SpanRow> = what === 'rename' ? { name } : { status: 'OK' };
    await store.commit([{ op: 'update', table: 'spans', key: { span_id: row.id }, set }]);
    Object.assign(row, set);
  }
}

async function checkCounts(store: Store, rows: readonly Row[]): Promise<void> {
  const count = async (where: object) => (await store.list('spans', { where, limit: 1 })).total;
  equal(await count({}), rows.length);
  for (const name of names) equal(await count({ name }), rows.filter((row) => row.name === name).length);
  const [run_id, status] = ['run-1', 'OK'];
  const both = rows.filter((row) => row.run === run_id && row.status === status);
  equal(await count({ run_id, status }), both.length);
}
