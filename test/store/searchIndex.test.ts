import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { memoryStore } from '../../server/src/adapters/memoryStore';
import { openEngine, type StoreEngine } from '../../server/src/adapters/store/engine/storeEngine';
import { migrations } from '../../server/src/adapters/store/schema/migrations';
import type { EventQuery, NewEvent } from '../../server/src/runtime/storePort';
import { sampleEvent, sampleSession } from './sampleRows';
import { SimulatedDisk, seededRandom } from './simulatedDisk';

const options = { file: '/disk/store.db', wasmFile: 'node_modules/sql.js/dist/sql-wasm.wasm', migrations };
const alphabet = [
  ...'abAB1 -_."\'*()%\\実行を計画실패🚦é\u0301İ\ue022',
  'OR',
  'NOT',
  'NEAR/2',
  'ste',
  'step-a',
];
const text = fc.array(fc.constantFrom(...alphabet), { maxLength: 14 }).map((parts) => parts.join(''));

describe('the full text index', function () {
  this.timeout(60_000);

  it('answers as a plain look at every event does, however much of it is made', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ summary: text, note: text }), { maxLength: 20 }),
        fc.array(text, { minLength: 1, maxLength: 6 }),
        fc.nat(21),
        checkAnswers,
      ),
      { numRuns: process.env['HOLDPOINT_LONG'] === '1' ? 2000 : 80 },
    );
  });

  it('finds long texts too, and forgets what was deleted', async () => {
    const engine = await openSimulated();
    const long = JSON.stringify({ long: `${'x'.repeat(100_000)} needle` });
    const events = [
      sampleEvent('a', { session_id: 's', summary: 'needle one' }),
      sampleEvent('b', { summary: 'needle two' }),
      sampleEvent('c', { payload: long }),
    ];
    write(engine, events);
    engine.transact([() => engine.commit([{ op: 'insert', table: 'sessions', row: sampleSession('s') }])]);
    while (engine.indexSome(2));
    deepStrictEqual(found(engine, { text: 'needle' }), ['a', 'b', 'c']);
    engine.transact([() => engine.deleteSession('s', sampleEvent('d'))]);
    deepStrictEqual(found(engine, { text: 'needle' }), ['b', 'c']);
    while (engine.indexSome(2));
    deepStrictEqual(found(engine, { text: 'needle', newest_first: true }), ['c', 'b']);
    engine.close();
  });
});

async function checkAnswers(
  rows: readonly { readonly summary: string; readonly note: string }[],
  queries: readonly string[],
  indexed: number,
): Promise<void> {
  const engine = await openSimulated();
  const memory = memoryStore();
  const events = rows.map(({ summary, note }, index) =>
    sampleEvent(`e${index}`, { summary, payload: JSON.stringify({ note }) }),
  );
  write(engine, events);
  await memory.commit(events.map((event) => ({ op: 'event', event })));
  // One event at a time makes many small segments, which are joined as they become more.
  if (indexed % 2 === 0) for (let count = 0; count < indexed; count += 1) engine.indexSome(1);
  else engine.indexSome(indexed);
  for (const query of [...queries, ...rows.map((row) => row.summary.slice(1, 5))]) {
    const expected = await memory.events({ text: query });
    deepStrictEqual(
      found(engine, { text: query }),
      expected.items.map((event) => event.id),
      query,
    );
    const prefixed = `${
      query
        .replaceAll(/["*]|OR/gu, '')
        .trim()
        .split(/\s+/u)[0] || 'a'
    }*`;
    for (const expression of [prefixed, `-${prefixed}`, `"${plain(query)}" OR ste`, `-"${plain(query)}"`]) {
      const { items } = await memory.events({ text: expression, syntax: true });
      deepStrictEqual(
        found(engine, { text: expression, syntax: true }),
        items.map((event) => event.id),
        expression,
      );
    }
  }
  engine.close();
}

function plain(query: string): string {
  return query.replaceAll('"', '').trim() || 'a';
}

function openSimulated(): Promise<StoreEngine> {
  return openEngine({ ...options, disk: new SimulatedDisk(seededRandom(1)) });
}

function write(engine: StoreEngine, events: readonly NewEvent[]): void {
  const [outcome] = engine.transact([() => engine.commit(events.map((event) => ({ op: 'event', event })))]);
  if (outcome === undefined || 'error' in outcome) throw outcome?.error;
}

function found(engine: StoreEngine, query: EventQuery): readonly string[] {
  return engine.events(query).items.map((event) => event.id);
}
