import { deepStrictEqual, equal, rejects } from 'node:assert/strict';
import type { Store } from '../../server/src/runtime/storePort';
import {
  eventWrite,
  samplePlan,
  sampleRun,
  sampleSession,
  sampleSpan,
  sampleStepRun,
} from '../store/sampleRows';

/** What every store must do with rows. */
export function describeRows(open: () => Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  it('gives back a row exactly as it was written', async () => {
    const session = sampleSession('session_1', { goal: 'Ünïcode 実行 실패 🚦 "quoted" \u0000 nul' });
    const span = sampleSpan('s1', 'run-1', { attributes: '{"a":1}', end_us: 1_767_323_045_006_999 });
    await store.commit([
      { op: 'insert', table: 'sessions', row: session },
      { op: 'insert', table: 'spans', row: span },
    ]);
    deepStrictEqual(await store.get('sessions', { id: 'session_1' }), session);
    deepStrictEqual(await store.get('spans', { span_id: 's1' }), span);
    equal(await store.get('sessions', { id: 'none' }), undefined);
  });

  it('writes all of a commit or nothing', async () => {
    await store.commit([{ op: 'insert', table: 'sessions', row: sampleSession('session_1') }]);
    await rejects(
      store.commit([
        { op: 'insert', table: 'sessions', row: sampleSession('session_2') },
        { op: 'update', table: 'sessions', key: { id: 'session_1' }, set: { goal: 'changed' } },
        eventWrite('evt_1'),
        { op: 'insert', table: 'sessions', row: sampleSession('session_1') },
      ]),
      { code: 'STATE_CONFLICT', message: 'sessions already has a row with this id' },
    );
    deepStrictEqual((await store.list('sessions')).items, [sampleSession('session_1')]);
    equal((await store.events({})).total, 0);
    const [event] = await store.commit([eventWrite('evt_1')]);
    equal(event?.seq, 1);
  });

  it('writes many neighbouring rows in their order, among them large ones, or none where one is taken', async () => {
    const span = (at: number) =>
      sampleSpan(`s${at}`, 'run-1', {
        attributes: at % 20 === 0 ? `"${at}${'長'.repeat(300_000)}"` : `{"at":${at}}`,
      });
    const rows = Array.from({ length: 77 }, (_, at) => span(at));
    const insert = (row: (typeof rows)[number]) => ({ op: 'insert', table: 'spans', row }) as const;
    const sessions = { op: 'insert', table: 'sessions', row: sampleSession('session_1') } as const;
    await store.commit([...rows.slice(0, 50).map(insert), sessions, ...rows.slice(50).map(insert)]);
    deepStrictEqual((await store.list('spans', { limit: null })).items, rows);
    const more = Array.from({ length: 40 }, (_, at) => span(at === 35 ? 3 : 100 + at));
    await rejects(store.commit(more.map(insert)), {
      code: 'STATE_CONFLICT',
      message: 'spans already has a row with this span_id',
    });
    equal((await store.list('spans', { limit: 1 })).total, rows.length);
  });

  it('keeps every unique group of columns', async () => {
    await store.commit([
      { op: 'insert', table: 'plans', row: samplePlan('plan_1', 'session_1') },
      { op: 'insert', table: 'runs', row: sampleRun('run-1', 'session_1') },
    ]);
    const refused = { code: 'STATE_CONFLICT' };
    await rejects(
      store.commit([{ op: 'insert', table: 'plans', row: samplePlan('plan_2', 'session_1') }]),
      refused,
    );
    await rejects(
      store.commit([
        { op: 'insert', table: 'runs', row: sampleRun('run-2', 'session_1', { trace_id: 'trace-run-1' }) },
      ]),
      { ...refused, message: 'runs already has a row with this trace_id' },
    );
    await store.commit([
      { op: 'insert', table: 'plans', row: samplePlan('plan_2', 'session_1', { version: 2 }) },
    ]);
  });

  it('refuses one of many concurrent commits without harm to the others', async () => {
    const results = await Promise.allSettled(
      ['a', 'b', 'a', 'c', 'b'].map((id, index) =>
        store.commit([
          eventWrite(`evt_${index}`),
          { op: 'insert', table: 'sessions', row: sampleSession(id, { goal: String(index) }) },
        ]),
      ),
    );
    deepStrictEqual(
      results.map((result) => result.status),
      ['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'rejected'],
    );
    deepStrictEqual(
      (await store.list('sessions')).items.map((row) => row.goal),
      ['0', '1', '3'],
    );
    deepStrictEqual(
      (await store.events({})).items.map(({ seq, id }) => [seq, id]),
      [
        [1, 'evt_0'],
        [2, 'evt_1'],
        [3, 'evt_3'],
      ],
    );
  });

  it('updates one row that exists, and no state', async () => {
    await store.commit([{ op: 'insert', table: 'runs', row: sampleRun('run-1', 's') }]);
    const key = { id: 'run-1' };
    await store.commit([{ op: 'update', table: 'runs', key, set: { end_code: 'done', started_at: 't' } }]);
    const row = await store.get('runs', key);
    deepStrictEqual(row, sampleRun('run-1', 's', { end_code: 'done', started_at: 't' }));
    await rejects(
      store.commit([{ op: 'update', table: 'runs', key: { id: 'none' }, set: { end_code: 'x' } }]),
      {
        code: 'NOT_FOUND',
        details: { table: 'runs', key: { id: 'none' } },
      },
    );
    await rejects(store.commit([{ op: 'update', table: 'runs', key, set: { status: 'running' } }]), {
      message: 'runs.status moves by transition only',
    });
    await rejects(
      store.commit([{ op: 'update', table: 'runs', key, set: { status_typo: 'x' } as object }]),
      /no column/,
    );
  });

  it('moves a state only as its machine lists and from where the caller believes it to be', async () => {
    await store.commit([{ op: 'insert', table: 'step_runs', row: sampleStepRun('run-1', 'a') }]);
    const key = { run_id: 'run-1', step_id: 'a', visit: 1 };
    const move = (from: string, to: string, set = {}) =>
      store.commit([{ op: 'transition', table: 'step_runs', key, from: [from], to, set }]);
    await move('pending', 'ready', { attempts: 0 });
    await move('ready', 'running', { attempts: 1, started_at: 'now' });
    await rejects(move('ready', 'running'), {
      code: 'STATE_CONFLICT',
      details: { table: 'step_runs', key, expected: ['ready'], actual: 'running', to: 'running' },
    });
    await rejects(move('running', 'ready'), {
      code: 'STATE_CONFLICT',
      message: 'the step cannot move from running to ready',
      details: { table: 'step_runs', key, expected: ['running'], actual: 'running', to: 'ready' },
    });
    const row = await store.get('step_runs', key);
    deepStrictEqual(row, sampleStepRun('run-1', 'a', { status: 'running', attempts: 1, started_at: 'now' }));
  });

  it('lets exactly one of many competing moves win', async () => {
    await store.commit([{ op: 'insert', table: 'plans', row: samplePlan('plan_1', 's') }]);
    const moves = ['approved', 'rejected', 'approved', 'rejected'].map((to) =>
      store.commit([{ op: 'transition', table: 'plans', key: { id: 'plan_1' }, from: ['validated'], to }]),
    );
    const results = await Promise.allSettled(moves);
    equal(results.filter((result) => result.status === 'fulfilled').length, 1);
    equal((await store.get('plans', { id: 'plan_1' }))?.status, 'approved');
  });

  it('lists by conditions, order and page, and counts all that match', async () => {
    const rows = ['a', 'b', 'c', 'd'].map((id, index) =>
      sampleRun(id, index < 3 ? 's1' : 's2', {
        end_code: index % 2 === 0 ? null : 'done',
        created_at: `t${index}`,
      }),
    );
    await store.commit(rows.map((row) => ({ op: 'insert', table: 'runs', row })));
    const ids = async (query: Parameters<typeof store.list<'runs'>>[1]) => {
      const { total, items } = await store.list('runs', query);
      return [total, ...items.map((row) => row.id)];
    };
    deepStrictEqual(await ids({}), [4, 'a', 'b', 'c', 'd']);
    deepStrictEqual(await ids({ where: { session_id: 's1' }, limit: 2 }), [3, 'a', 'b']);
    deepStrictEqual(await ids({ where: { id: ['d', 'b', 'x'] } }), [2, 'b', 'd']);
    deepStrictEqual(await ids({ where: { id: [] } }), [0]);
    deepStrictEqual(await ids({ where: { end_code: null } }), [2, 'a', 'c']);
    deepStrictEqual(await ids({ where: { end_code: [null, 'done'], session_id: 's2' } }), [1, 'd']);
    deepStrictEqual(await ids({ order: [{ by: 'created_at', desc: true }], limit: 2, offset: 1 }), [
      4,
      'c',
      'b',
    ]);
    deepStrictEqual(await ids({ order: [{ by: 'session_id', desc: true }] }), [4, 'd', 'c', 'b', 'a']);
    deepStrictEqual(await ids({ order: [{ by: 'end_code' }, { by: 'id', desc: true }] }), [
      4,
      'c',
      'a',
      'd',
      'b',
    ]);
    deepStrictEqual(await ids({ limit: 0 }), [4]);
  });

  it('lists some columns of rows where nobody needs the others', async () => {
    const rows = ['a', 'b', 'c'].map((id) => sampleRun(id, 's1', { end_code: id === 'b' ? 'done' : null }));
    await store.commit(rows.map((row) => ({ op: 'insert', table: 'runs', row })));
    const order = [{ by: 'id', desc: true }] as const;
    deepStrictEqual(await store.listColumns('runs', ['end_code', 'id'], { order, limit: 2 }), [
      { end_code: null, id: 'c' },
      { end_code: 'done', id: 'b' },
    ]);
    deepStrictEqual(await store.listColumns('runs', ['status'], { where: { id: 'x' } }), []);
    await rejects(store.listColumns('runs', ['nothing' as never]), /runs has no column nothing/);
  });

  it('lists 500 rows unless asked for all', async () => {
    await store.commit(
      Array.from({ length: 501 }, (_, index) => ({
        op: 'insert',
        table: 'spans',
        row: sampleSpan(`s${index}`, 'run-1'),
      })),
    );
    equal((await store.list('spans')).items.length, 500);
    equal((await store.list('spans', { limit: null })).items.length, 501);
    equal((await store.get('spans', { run_id: 'run-1' }))?.span_id, 's0');
  });

  it('treats a missing column or a wrong value as a bug of the caller', async () => {
    const { goal: _, ...rest } = sampleSession('s');
    await rejects(
      store.commit([{ op: 'insert', table: 'sessions', row: rest as never }]),
      /sessions.goal must be text/,
    );
    await rejects(
      store.commit([{ op: 'insert', table: 'sessions', row: sampleSession(null as never) }]),
      /sessions.id must not be null/,
    );
    await rejects(store.get('sessions', { id: undefined } as never), /must be text/);
  });

  it('answers nothing after it was closed', async () => {
    await store.close();
    await rejects(store.list('sessions'), { code: 'STORE_UNAVAILABLE', message: 'The store is closed.' });
    await rejects(store.commit([eventWrite('e')]), { code: 'STORE_UNAVAILABLE' });
  });
}
