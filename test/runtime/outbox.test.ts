import assert from 'node:assert/strict';
import { AppError } from '#protocol/errors';
import type { StepRunRow } from '#protocol/rows';
import { memoryStore } from '../../server/src/adapters/memoryStore';
import { Bus } from '../../server/src/runtime/bus';
import type { Context } from '../../server/src/runtime/context';
import { FoldedWrites } from '../../server/src/runtime/record/foldedWrites';
import { Outbox } from '../../server/src/runtime/record/outbox';
import type { Store, Write } from '../../server/src/runtime/storePort';

const key = (step_id: string) => ({ run_id: 'run_1', step_id, visit: 1 });

function stepRow(step_id: string): StepRunRow {
  return {
    ...key(step_id),
    status: 'pending',
    stopped: 0,
    attempts: 0,
    input_sha: null,
    output_json: null,
    output_sha: null,
    carried_from: null,
    error_code: null,
    error_message: null,
    created_at: '2026-01-01T00:00:00.000Z',
    started_at: null,
    ended_at: null,
  };
}

function foldWrites(writes: readonly Write[]): readonly Write[] {
  const folded = new FoldedWrites();
  for (const write of writes) folded.add(write);
  return folded.writes;
}

const made = (step_id: string): Write => ({ op: 'insert', table: 'step_runs', row: stepRow(step_id) });
const moved = (step_id: string, from: string, to: string, set: Partial<StepRunRow> = {}): Write => ({
  op: 'transition',
  table: 'step_runs',
  key: key(step_id),
  from: [from],
  to,
  set,
});

/** A store that holds each transaction until it is let go, as a slow disk does. */
class SlowStore {
  readonly inner = memoryStore();
  readonly batches: (readonly Write[])[] = [];
  readonly #held: (() => void)[] = [];

  get context(): Context {
    const commit = this.inner.commit.bind(this.inner);
    const slowly: Store['commit'] = async (writes) => {
      this.batches.push(writes);
      await new Promise<void>((resolve) => this.#held.push(resolve));
      return await commit(writes);
    };
    const store = Object.assign(this.inner, { commit: slowly });
    return { ports: { store }, bus: new Bus() } as unknown as Context;
  }

  async letGo(): Promise<void> {
    this.#held.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('the outbox of a run', () => {
  it('§1.10: sends what gathers behind a transaction in one transaction, in order', async () => {
    const store = new SlowStore();
    const outbox = new Outbox(store.context);
    for (const id of ['a', 'b', 'c', 'd']) {
      outbox.add([made(id)]);
      await outbox.pass();
    }
    assert.deepEqual(
      store.batches.map(({ length }) => length),
      [1],
    );
    await store.letGo();
    assert.deepEqual(
      store.batches.map(({ length }) => length),
      [1, 3],
    );
    const flushed = outbox.flush();
    await store.letGo();
    assert.deepEqual(
      store.batches.map(({ length }) => length),
      [1, 3, 0],
      'what nobody waited for was soft: a flush has it made durable',
    );
    await store.letGo();
    await flushed;
    assert.equal((await store.inner.list('step_runs')).total, 4);
  });

  it('§1.10: answers a flush only when all that was added before it is durable, whoever sent it', async () => {
    const store = new SlowStore();
    const outbox = new Outbox(store.context);
    const done: string[] = [];
    outbox.add([made('a')]);
    const first = outbox.flush().then(() => done.push('first'));
    const second = outbox.flush().then(() => done.push('second'));
    outbox.add([made('b')]);
    const third = outbox.flush().then(() => done.push('third'));
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(done, [], 'a flush with nothing of its own to send waits for what is under way');
    await store.letGo();
    assert.deepEqual(done, ['first', 'second']);
    await store.letGo();
    await Promise.all([first, second, third]);
    assert.deepEqual(done, ['first', 'second', 'third']);
  });

  it('§1.10: holds the run back when too much waits behind a slow disk', async () => {
    const store = new SlowStore();
    const outbox = new Outbox(store.context);
    outbox.add([made('first')]);
    await outbox.pass();
    outbox.add(Array.from({ length: 1000 }, (_, index) => made(`s${index}`)));
    let isThrough = false;
    const passing = outbox.pass().then(() => {
      isThrough = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(isThrough, false);
    await store.letGo();
    await passing;
    await store.letGo();
    const flushed = outbox.flush();
    await store.letGo();
    await flushed;
  });

  it('§1.10: sends nothing more after a transaction that failed, and says so to everybody', async () => {
    const context = { ports: { store: memoryStore() }, bus: new Bus() } as unknown as Context;
    const outbox = new Outbox(context);
    outbox.add([moved('missing', 'pending', 'ready')]);
    await outbox.pass();
    outbox.add([made('after')]);
    const isMissing = (error: unknown) => error instanceof AppError && error.code === 'NOT_FOUND';
    await assert.rejects(outbox.flush(), isMissing);
    await assert.rejects(outbox.pass(), isMissing);
    await assert.rejects(outbox.flush(), isMissing);
    assert.equal((await context.ports.store.list('step_runs')).total, 0);
  });
});

describe('a transaction that is folded', () => {
  const ended = { output_json: '"said"', ended_at: '2026-01-01T00:00:01.000Z' };
  const writes = [
    made('a'),
    moved('a', 'pending', 'ready'),
    made('b'),
    moved('a', 'ready', 'running', { attempts: 1 }),
    moved('a', 'running', 'succeeded', ended),
  ];

  it('makes each row once, as it is at the end', async () => {
    const folded = foldWrites(writes);
    assert.deepEqual(
      folded.map(({ op }) => op),
      ['insert', 'insert'],
    );
    const store = memoryStore();
    await store.commit(folded);
    const whole = memoryStore();
    await whole.commit(writes);
    assert.deepEqual(await store.list('step_runs'), await whole.list('step_runs'));
    assert.equal((await store.get('step_runs', key('a')))?.status, 'succeeded');
  });

  it('leaves rows that earlier transactions made, and every event, as they are', () => {
    const move = moved('z', 'pending', 'ready');
    assert.deepEqual(foldWrites([move]), [move]);
  });

  it('§1.4: hides no move that the state table does not list, nor one from another state', async () => {
    for (const move of [moved('a', 'pending', 'succeeded'), moved('a', 'ready', 'running')]) {
      const folded = foldWrites([made('a'), move]);
      assert.deepEqual(folded, [made('a'), move]);
      await assert.rejects(
        memoryStore().commit(folded),
        (error: unknown) => error instanceof AppError && error.code === 'STATE_CONFLICT',
      );
    }
  });
});
