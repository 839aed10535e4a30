import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { methods } from '#protocol/methods';
import { helloOf, socketPeer } from '../support/socketPeer';
import { type AttackScene, attackScene } from './attackScene';

const strangeIds: readonly string[] = [
  '../x',
  '../../etc/passwd',
  '/etc/passwd',
  '..%2fx',
  '%2e%2e',
  'a/b',
  'a\\b',
  '.',
  '..',
  '',
  ' ',
  '-x',
  'x'.repeat(129),
  'x\u0000',
  'x\n',
  "x' OR 1=1 --",
  'х',
];

/** Every key of every method that takes an id, found in the table itself. */
function idKeys(): readonly (readonly [string, string])[] {
  return Object.entries(methods).flatMap(([method, { params }]) =>
    Object.entries(params.shape)
      .filter(([, schema]) => !schema.safeParse('../x').success && schema.safeParse('run_1').success)
      .map(([key]) => [method, key] as const),
  );
}

describe('attacks on the connection', function () {
  this.timeout(60_000);
  let scene: AttackScene;

  before(async () => {
    scene = await attackScene();
  });
  after(async () => await scene.end());

  /** Sends bytes as they are and answers with all that comes back before the server hangs up. */
  const raw = (bytes: string | Buffer) =>
    new Promise<string>((done, fail) => {
      const socket = connect(scene.server.file.socket, () => socket.write(bytes));
      let text = '';
      socket.on('data', (part) => {
        text += String(part);
      });
      socket.once('error', fail);
      socket.once('close', () => done(text));
    });
  const framed = (body: string) => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

  it('regression 12, GATE-20: no other token opens the door', async () => {
    const { token, file } = scene.server;
    const others = [
      '',
      ' ',
      '0'.repeat(64),
      token.slice(0, -1),
      `${token}0`,
      token.toUpperCase(),
      `${token}\n`,
    ];
    for (const other of others.filter((one) => one !== token)) {
      await assert.rejects(socketPeer(file.socket, other), { code: -32010 }, JSON.stringify(other));
    }
  });

  it('GATE-20: nothing is answered before hello', async () => {
    for (const method of Object.keys(methods)) {
      const peer = await socketPeer(scene.server.file.socket, null);
      const { body } = await peer.refusal(method, {});
      assert.equal(body.error_code, 'UNAUTHORIZED', method);
      assert.equal(body.details, undefined, method);
      peer.close();
    }
  });

  it('GATE-20: hello is said once and cannot change who one is', async () => {
    const { body } = await scene.peer.refusal('server/hello', helloOf(scene.server.token));
    assert.equal(body.error_code, 'STATE_CONFLICT');
    const said = async (more: object) => {
      const stranger = await socketPeer(scene.server.file.socket, null);
      const hello = { ...helloOf(scene.server.token), ...more };
      const { actor, role } = await stranger.connection.sendRequest<{ actor: string; role: string }>(
        'server/hello',
        hello,
      );
      stranger.close();
      return [actor, role];
    };
    const person = `user:${userInfo().username}`;
    // Keys of a later version are passed over, and so is what a client says of itself; it may ask to be allowed less.
    assert.deepEqual(await said({ actor: 'user:somebody-else' }), [person, 'approver']);
    assert.deepEqual(await said({ role: 'viewer' }), [person, 'viewer']);
    assert.deepEqual(await said({ role: 'approver', trusted: false }), [person, 'viewer']);
  });

  it('GATE-20: only a chat has senders, and it says what they may', async () => {
    const hello = async (more: object) => {
      const stranger = await socketPeer(scene.server.file.socket, null);
      try {
        const answer = await stranger.connection.sendRequest<{ actor: string; role: string }>(
          'server/hello',
          {
            ...helloOf(scene.server.token),
            ...more,
          },
        );
        return `${answer.actor} ${answer.role}`;
      } catch (error) {
        return (error as { data: { error_code: string } }).data.error_code;
      } finally {
        stranger.close();
      }
    };
    const sender = { id: '42', message_id: '7' };
    assert.equal(await hello({ source: 'discord', role: 'operator', sender }), 'discord:42 operator');
    assert.equal(
      await hello({ source: 'discord', role: 'approver', sender, trusted: false }),
      'discord:42 viewer',
    );
    assert.equal(await hello({ source: 'discord', sender }), 'BAD_REQUEST');
    assert.equal(await hello({ source: 'discord', role: 'operator' }), 'BAD_REQUEST');
    assert.equal(await hello({ source: 'cli', role: 'operator', sender }), 'BAD_REQUEST');
    assert.equal(
      await hello({ source: 'discord', role: 'viewer', sender: { ...sender, id: 'user:x' } }),
      'BAD_REQUEST',
    );
  });

  it('regression 11: a stranger with a giant message is sent away and costs nothing', async () => {
    assert.match(await raw('Content-Length: 999999999\r\n\r\n'), /PAYLOAD_TOO_LARGE/);
    assert.match(await raw('x'.repeat(10_000)), /BAD_REQUEST/);
    assert.match(await raw('Content-Length: -1\r\n\r\n'), /BAD_REQUEST/);
    assert.match(await raw('Content-Length: 1e3\r\n\r\n'), /BAD_REQUEST/);
    assert.match(await raw('GET / HTTP/1.1\r\nHost: x\r\n\r\n'), /BAD_REQUEST/);
    assert.equal((await scene.peer.request('server/status', {})).status, 'ok');
  });

  it('regression 11: bad JSON, bad UTF-8 and arrays get an answer that tells nothing', async () => {
    for (const body of ['{', '[]', '7', '"x"', 'null']) {
      assert.match(await raw(framed(body)), /INVALID_JSON/, body);
    }
    const broken = Buffer.from([0x22, 0xff, 0xfe, 0x22]);
    const answer = await raw(
      Buffer.concat([Buffer.from(`Content-Length: ${broken.length}\r\n\r\n`), broken]),
    );
    assert.match(answer, /INVALID_JSON/);
    assert.ok(!/at .*[.]cjs|node:internal/.test(answer));
  });

  it('regression 10, §1.2: ids of wrong form reach no file and no row, in any method', async () => {
    const keys = idKeys();
    assert.ok(keys.length > 40, String(keys.length));
    await scene.untouched(async () => {
      for (const [method, key] of keys) {
        for (const id of strangeIds) {
          const { body } = await scene.peer.refusal(method, { [key]: id });
          assert.equal(body.error_code, 'BAD_REQUEST', `${method} ${key} ${JSON.stringify(id)}`);
          assert.ok(!body.message.includes('root:'), body.message);
        }
      }
    });
  });

  it('§1.2: ids of right form that nobody gave are not found', async () => {
    for (const [method, params] of [
      ['run/show', { run_id: 'run_x' }],
      ['session/show', { session_id: 'session_x' }],
      ['approval/show', { approval_id: '__proto__' }],
      ['preview/show', { preview_id: 'constructor' }],
      ['approval/grant', { approval_id: 'toString' }],
      ['artifact/get', { sha256: '0'.repeat(64) }],
    ] as const) {
      assert.equal((await scene.peer.refusal(method, params)).body.error_code, 'NOT_FOUND', method);
    }
  });

  it('§1.15: unknown methods and keys are errors', async () => {
    for (const method of ['toString', '__proto__', 'constructor', 'run/../session/list', 'Run/Start', '']) {
      const { body } = await scene.peer.refusal(method, {});
      assert.match(body.error_code, /METHOD_NOT_ALLOWED|NOT_FOUND|BAD_REQUEST/, method);
    }
    const { body } = await scene.peer.refusal('session/create', { role: 'approver' });
    assert.equal(body.error_code, 'BAD_REQUEST');
  });
});
