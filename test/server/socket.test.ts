import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorCodes } from '#protocol/errors';
import type { Handlers } from '#protocol/methods';
import { Bus } from '../../server/src/runtime/bus';
import { openSocketDoor, type SocketDoor } from '../../server/src/transports/socket';
import type { SocketLimits } from '../../server/src/transports/socketLimits';
import { memoryLog } from '../support/memoryLog';
import { scriptedHandlers } from '../support/scriptedHandlers';
import { helloOf, type SocketPeer, socketPeer } from '../support/socketPeer';
import { until } from '../support/until';

const token = 'ab'.repeat(32);

describe('the socket door', () => {
  const bus = new Bus();
  let folder: string;
  let path: string;
  let door: SocketDoor | undefined;
  const peers: SocketPeer[] = [];

  const open = async (given: Partial<Handlers> = {}, limits: Partial<SocketLimits> = {}) => {
    path = join(folder, `${Math.random().toString(36).slice(2)}.sock`);
    const log = memoryLog();
    door = await openSocketDoor({
      path,
      desk: { handlers: scriptedHandlers(given), log },
      greeter: { token, actor: 'user:ann', version: '1.2.3', pid: 7, root: '/w' },
      listen: (listener) => bus.listen(listener),
      limits,
    });
    return log;
  };
  const peer = async (shown: string | null = token) => {
    const made = await socketPeer(path, shown);
    peers.push(made);
    return made;
  };

  const wire = () => {
    const socket = connect(path);
    const chunks: string[] = [];
    socket.on('data', (chunk) => chunks.push(String(chunk)));
    return { socket, heard: () => chunks.join('') };
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hp-'));
  });
  afterEach(async () => {
    for (const made of peers.splice(0)) {
      made.close();
    }
    await door?.close(100);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('greets whoever shows the token', async () => {
    await open();
    const { connection } = await peer(null);
    assert.deepEqual(await connection.sendRequest('server/hello', helloOf(token)), {
      actor: 'user:ann',
      role: 'approver',
      version: '1.2.3',
      protocol: 1,
      pid: 7,
      root: '/w',
    });
    assert.equal(door?.clients(), 1);
  });

  for (const wrong of ['', 'ab'.repeat(31), `${token}0`, 'ba'.repeat(32)]) {
    it(`GATE-20: refuses the token ${JSON.stringify(wrong.slice(0, 6))}… of ${wrong.length} characters and hangs up`, async () => {
      await open();
      const stranger = await peer(null);
      const { code, body } = await stranger.refusal('server/hello', helloOf(wrong));
      assert.equal(body.error_code, 'UNAUTHORIZED');
      assert.equal(code, errorCodes.UNAUTHORIZED.rpc);
      await stranger.closed;
    });
  }

  it('answers nothing before hello', async () => {
    await open({ 'server/stop': () => assert.fail('the handler was reached') });
    const stranger = await peer(null);
    for (const method of ['server/stop', 'session/list', 'no/method']) {
      assert.equal((await stranger.refusal(method, {})).body.error_code, 'UNAUTHORIZED');
    }
  });

  it('tells a client of another protocol to update', async () => {
    await open();
    const stranger = await peer(null);
    const { body } = await stranger.refusal('server/hello', { ...helloOf(token), protocol: 99 });
    assert.equal(body.error_code, 'BAD_REQUEST');
    assert.deepEqual(body.details, { server: 1, client: 99 });
  });

  it('GATE-23: hands the door and the actor of the connection to the handler', async () => {
    const seen: unknown[] = [];
    await open({
      'server/stop': async (_, caller) => {
        seen.push(caller);
        return { stopping: true };
      },
    });
    assert.deepEqual(await (await peer()).request('server/stop', {}), { stopping: true });
    assert.deepEqual(seen, [{ actor: 'user:ann', source: 'cli', role: 'approver', client_message_id: null }]);
  });

  it('carries a refusal as a JSON-RPC error with the number of its code', async () => {
    await open();
    const { code, body } = await (await peer()).refusal('run/show', { run_id: '../x' });
    assert.equal(code, errorCodes.BAD_REQUEST.rpc);
    assert.equal(body.error_code, 'BAD_REQUEST');
  });

  it('aborts the requests of a closed connection, and of it alone', async () => {
    let aborted = 0;
    let started = 0;
    await open({
      'run/wait': (_, __, signal) => {
        started += 1;
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted += 1;
            reject(gaveUp());
          });
        });
      },
    });
    const leaver = await peer();
    const stayer = await peer();
    leaver.request('run/wait', { run_id: 'r' }).catch(() => {});
    const waiting = stayer.request('run/wait', { run_id: 'r' }).catch((error) => error.code);
    await until('both requests', () => started === 2);
    leaver.close();
    await until('the abort', () => aborted === 1);
    await until('the client to be gone', () => door?.clients() === 1);
    assert.equal(aborted, 1);
    stayer.close();
    await until('the second abort', () => aborted === 2);
    await Promise.race([waiting, stayer.closed]);
  });

  for (const isRunning of [true, false]) {
    it(`cancels one request by its id ${isRunning ? 'while it runs' : 'before it has begun'}`, async () => {
      let started = 0;
      await open({
        'run/wait': (_, __, signal) => {
          started += 1;
          return new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(gaveUp()));
          });
        },
      });
      const { socket, heard } = wire();
      socket.write(frame({ jsonrpc: '2.0', id: 40, method: 'server/hello', params: helloOf(token) }));
      socket.write(frame({ jsonrpc: '2.0', id: 41, method: 'run/wait', params: { run_id: 'r' } }));
      if (isRunning) {
        await until('the request', () => started === 1);
      }
      socket.write(frame({ jsonrpc: '2.0', method: '$/cancelRequest', params: { id: 41 } }));
      await until('the answer', () => heard().includes('-32800'));
      socket.destroy();
    });
  }

  it('GATE-26: tells every client what happened, and no stranger', async () => {
    await open();
    const [first, second, stranger] = [await peer(), await peer(), await peer(null)];
    const heard: string[] = [];
    first.connection.onNotification('run/changed', () => void heard.push('first'));
    second.connection.onNotification('run/changed', () => void heard.push('second'));
    stranger.connection.onNotification('run/changed', () => void heard.push('stranger'));
    bus.tell('run/changed', { run_id: 'r', status: 'running' });
    await until('both', () => heard.length >= 2);
    await stranger.refusal('session/list', {});
    assert.deepEqual(heard.sort(), ['first', 'second']);
  });

  it('drops a client that stops reading instead of keeping everything for it', async () => {
    const log = await open({}, { queueBytes: 100_000 });
    const [slow, quick] = [await peer(), await peer()];
    slow.socket.pause();
    let heard = 0;
    quick.connection.onNotification('output/appended', () => {
      heard += 1;
    });
    const text = 'x'.repeat(50_000);
    let told = 0;
    await until('the drop', () => {
      bus.tell('output/appended', { run_id: 'r', step_id: 's', stream: 'stdout', text });
      told += 1;
      return door?.clients() === 1;
    });
    await until('the other one to have heard all', () => heard === told);
    assert.match(JSON.stringify(log.lines), /does not read/);
  });

  it('hangs up on a stranger that says nothing', async () => {
    await open({}, { strangerMs: 20 });
    await (await peer(null)).closed;
  });

  it('admits no more strangers than its limit while clients go on', async () => {
    await open({}, { strangers: 2 });
    const client = await peer();
    const strangers = [await peer(null), await peer(null)];
    const third = await peer(null);
    await third.closed;
    assert.equal((await client.refusal('run/show', { run_id: '..' })).body.error_code, 'BAD_REQUEST');
    strangers[0]?.close();
    await until('the place of the one that left', async () => {
      const next = await peer(null);
      return await Promise.race([
        next.closed.then(() => false as const),
        next.refusal('x', {}).then(
          () => true as const,
          () => false as const,
        ),
      ]);
    });
  });

  for (const [name, bytes, code] of [
    ['a message beyond the limit', 'Content-Length: 999999999\r\n\r\n', 'PAYLOAD_TOO_LARGE'],
    ['a header that never ends', 'x'.repeat(10_000), 'BAD_REQUEST'],
    ['a header without a length', 'Host: x\r\n\r\n', 'BAD_REQUEST'],
    ['a negative length', 'Content-Length: -1\r\n\r\n', 'BAD_REQUEST'],
    ['text that is no JSON', 'Content-Length: 2\r\n\r\n{]', 'INVALID_JSON'],
    ['a list', 'Content-Length: 2\r\n\r\n[]', 'INVALID_JSON'],
    ['bytes that are no UTF-8', Buffer.from('Content-Length: 3\r\n\r\n"\xff"', 'latin1'), 'INVALID_JSON'],
  ] as const) {
    it(`regression 11: answers ${name} with ${code}`, async () => {
      await open();
      const { socket, heard } = wire();
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.write(bytes);
      await closed;
      assert.match(heard(), new RegExp(`"error_code":"${code}"`));
    });
  }

  it('goes on after a client has sent broken JSON', async () => {
    await open({ 'server/stop': async () => ({ stopping: true }) });
    const client = await peer();
    client.socket.write('Content-Length: 2\r\n\r\n{]');
    assert.deepEqual(await client.request('server/stop', {}), { stopping: true });
  });

  it('reads a message that comes byte by byte', async () => {
    await open();
    const { socket, heard } = wire();
    for (const byte of frame({ jsonrpc: '2.0', id: 1, method: 'server/hello', params: helloOf(token) })) {
      socket.write(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until('the answer', () => heard().includes('user:ann'));
    socket.destroy();
  });
});

function gaveUp(): DOMException {
  return new DOMException('the caller left', 'AbortError');
}

function frame(message: object): Buffer {
  const body = JSON.stringify(message);
  return Buffer.from(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
