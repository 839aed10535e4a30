import assert from 'node:assert/strict';
import type { HelloResult } from '#protocol/connection';
import { AppError } from '#protocol/errors';
import type { Connection } from '../../../client/src/connection/connection';
import { FolderLine } from '../../../client/src/connection/folderLine';
import { until } from '../../support/until';

const hello: HelloResult = {
  actor: 'user:ann',
  role: 'approver',
  version: '1',
  protocol: 1,
  pid: 7,
  root: '/w',
};

/** A connection whose end and notifications the test decides. */
function scriptedConnection() {
  const heard = new Map<string, (payload: unknown) => void>();
  let end: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    end = resolve;
  });
  const connection: Connection = {
    hello,
    request: async (method, params) => ({ method, params }),
    notify: async () => undefined,
    answer: () => undefined,
    listen: (name, listener) => void heard.set(name, listener),
    closed,
    close: async () => end(),
  };
  return { connection, tell: (name: string, payload: unknown) => heard.get(name)?.(payload), end };
}

/** A line over scripted connections; `failures` are what the next tries to connect end with. */
function scene(failures: (Error | undefined)[] = []) {
  const made: ReturnType<typeof scriptedConnection>[] = [];
  const said: string[] = [];
  const waits: number[] = [];
  const clock = { ms: 0 };
  let again: (() => Promise<void>) | undefined;
  const line = new FolderLine({
    root: '/w',
    connect: async () => {
      const failure = failures.shift();
      if (failure !== undefined) {
        throw failure;
      }
      const scripted = scriptedConnection();
      made.push(scripted);
      return scripted.connection;
    },
    pause: async (ms) => void waits.push(ms),
    now: () => clock.ms,
    voice: {
      lost: () => said.push('lost'),
      back: () => said.push('back'),
      givenUp: (_, error, start) => {
        said.push(`given up: ${error.message}`);
        again = start;
      },
    },
  });
  return { line, made, said, waits, clock, again: () => again?.() };
}

describe('the line to the server of a folder', () => {
  it('connects when it is first needed, once for all who ask at the same time', async () => {
    const { line, made } = scene();
    assert.equal(made.length, 0);
    await Promise.all([line.request('server/status', {}), line.request('session/list', {})]);
    assert.equal(made.length, 1);
    assert.equal(line.isConnected, true);
  });

  it('keeps listeners over a reconnect, and tells when views must read anew', async () => {
    const { line, made, said } = scene();
    const heard: unknown[] = [];
    let connectCount = 0;
    let disconnectCount = 0;
    line.on('run/changed', ({ status }) => heard.push(status));
    line.onDidConnect(() => {
      connectCount += 1;
    });
    line.onDidDisconnect(() => {
      disconnectCount += 1;
    });
    await line.connect();
    made[0]?.tell('run/changed', { run_id: 'r', status: 'running' });
    made[0]?.end();
    await until('a second connection', () => made.length === 2 && line.isConnected);
    made[1]?.tell('run/changed', { run_id: 'r', status: 'succeeded' });
    assert.deepEqual(heard, ['running', 'succeeded']);
    assert.deepEqual([connectCount, disconnectCount], [2, 1]);
    await until('to say so', () => said.length === 2);
    assert.deepEqual(said, ['lost', 'back']);
  });

  it('waits longer before each try, gives up after four and starts again when asked to', async () => {
    const dead = () => new AppError('SERVER_UNREACHABLE', 'dead');
    const failures: (Error | undefined)[] = [undefined, dead(), dead(), dead(), dead()];
    const { line, made, said, waits, again } = scene(failures);
    await line.connect();
    made[0]?.end();
    await until('to give up', () => said.length === 2);
    assert.deepEqual(said, ['lost', 'given up: dead']);
    assert.deepEqual(waits, [0, 250, 1000, 4000]);
    await again();
    assert.equal(line.isConnected, true);
    assert.deepEqual(said, ['lost', 'given up: dead', 'back']);
  });

  it('leaves a server alone that falls over again and again, until a person asks for it', async () => {
    const { line, made, said, again } = scene();
    await line.connect();
    for (const count of [2, 3, 4]) {
      made.at(-1)?.end();
      await until('the next connection', () => made.length === count && said.length === 2 * (count - 1));
    }
    made.at(-1)?.end();
    await until('to give up', () => said.at(-1)?.startsWith('given up') ?? false);
    assert.deepEqual([made.length, line.isWanted], [4, false]);
    await again();
    assert.deepEqual([made.length, line.isConnected], [5, true]);
  });

  it('brings a server back however often it is lost, as long as it lived for a while', async () => {
    const { line, made, said, clock } = scene();
    await line.connect();
    for (const count of [2, 3, 4, 5, 6, 7]) {
      clock.ms += 60_000;
      made.at(-1)?.end();
      await until('the next connection', () => made.length === count && said.length === 2 * (count - 1));
    }
    assert.equal(
      said.some((word) => word.startsWith('given up')),
      false,
    );
  });

  it('stays away once it was disposed', async () => {
    const { line, made, said } = scene();
    await line.connect();
    line.dispose();
    await until('the end', () => !line.isConnected);
    assert.deepEqual([made.length, said], [1, []]);
    await assert.rejects(line.request('server/status', {}), { code: 'SERVER_UNREACHABLE' });
  });

  it('throws what the server raised', async () => {
    const { line, made } = scene();
    await line.connect();
    const body = { error: 'not_found', error_code: 'NOT_FOUND', message: 'no run r', details: { id: 'r' } };
    Object.assign(made[0]?.connection ?? {}, {
      request: () => Promise.reject(Object.assign(new Error('no run r'), { code: -32020, data: body })),
    });
    await assert.rejects(line.request('run/show', { run_id: 'r' }), {
      name: 'AppError',
      code: 'NOT_FOUND',
      message: 'no run r',
      details: { id: 'r' },
    });
  });

  it('names what was cancelled, and a connection that broke', async () => {
    const { line, made } = scene();
    await line.connect();
    const failing = (code: number) =>
      Object.assign(made[0]?.connection ?? {}, {
        request: () => Promise.reject(Object.assign(new Error('x'), { code })),
      });
    failing(-32800);
    await assert.rejects(line.request('server/status', {}), { name: 'AbortError' });
    failing(-32097);
    await assert.rejects(line.request('server/status', {}), { code: 'SERVER_UNREACHABLE' });
  });
});
