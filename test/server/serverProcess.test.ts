import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { socketPeer } from '../support/socketPeer';
import { type StartOptions, spawnServer, startServer, type TestServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { until } from '../support/until';

describe('the server process', function () {
  this.timeout(30_000);
  let root: string;
  const servers: TestServer[] = [];

  const start = async (options?: StartOptions) => {
    const server = await startServer(root, options);
    servers.push(server);
    return server;
  };
  const state = (...parts: string[]) => join(root, '.holdpoint', ...parts);
  const logText = () => readFileSync(state('logs', 'server.log'), 'utf8');

  beforeEach(() => {
    root = temporaryFolder();
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.kill()));
    removeFolder(root);
  });

  it('listens, answers, and lets only its user near its files', async () => {
    const server = await start();
    const peer = await server.peer();
    const status = await peer.request('server/status', {});
    assert.equal(status.status, 'ok');
    assert.equal(status.pid, server.child.pid);
    assert.equal(status.root, root);
    assert.equal(status.clients, 1);
    assert.equal(server.file.pid, server.child.pid);
    for (const path of [state(), dirname(server.file.socket)]) {
      assert.equal(statSync(path).mode & 0o077, 0, path);
    }
    for (const path of [state('token'), state('server.json'), state('logs', 'server.log')]) {
      assert.equal(statSync(path).mode & 0o777, 0o600, path);
    }
    peer.close();
  });

  it('GATE-20: lets nobody in with another token', async () => {
    const server = await start();
    await assert.rejects(socketPeer(server.file.socket, '0'.repeat(64)), { code: -32010 });
  });

  it('regression 33: leaves the work to the server that lives', async () => {
    const server = await start();
    const second = await spawnServer(root).ended;
    assert.equal(second.code, 0);
    assert.match(second.stderr, /a server already runs/);
    const wanted = await spawnServer(root, { argv: ['--foreground', '--port', '1'] }).ended;
    assert.equal(wanted.code, 1);
    assert.match(wanted.stderr, /a server already runs for .+; holdpoint stop ends it/);
    const [one, two] = [await server.peer(), await server.peer()];
    assert.equal((await two.request('server/status', {})).clients, 2);
    one.close();
    two.close();
  });

  it('regression 33: of many that start at once exactly one serves', async () => {
    const others = [1, 2, 3].map(() => spawnServer(root));
    const live = await until('one that listens', () => {
      const text = existsSync(state('server.json')) ? readFileSync(state('server.json'), 'utf8') : '';
      return text === '' ? undefined : (JSON.parse(text) as { readonly pid: number });
    });
    const losers = others.filter(({ child }) => child.pid !== live.pid);
    assert.equal(losers.length, 2);
    for (const { code } of await Promise.all(losers.map(({ ended }) => ended))) {
      assert.equal(code, 0);
    }
    const winner = others.find(({ child }) => child.pid === live.pid);
    winner?.child.kill('SIGTERM');
    assert.equal((await winner?.ended)?.code, 0);
  });

  it('LOG-21: takes over from a server that was killed, with the same token', async () => {
    const first = await start();
    const peer = await first.peer();
    const { id } = await peer.request('session/create', { goal: 'survive' });
    await first.kill();
    assert.ok(existsSync(state('server.json')));
    const second = await start();
    assert.equal(second.token, first.token);
    const again = await second.peer();
    assert.equal((await again.request('session/show', { session_id: id })).goal, 'survive');
    const { items } = await again.request('event/list', { session_id: id });
    assert.deepEqual(
      items.map(({ type, actor, source }) => [type, actor.startsWith('user:'), source]),
      [['session.created', true, 'cli']],
    );
    again.close();
  });

  it('removes a lock whose holder is dead', async () => {
    const first = await start();
    const lock = readFileSync(state('lock'), 'utf8');
    await first.stop();
    writeFileSync(state('lock'), lock);
    await start();
  });

  it('ends in order on SIGTERM and leaves nothing but the record', async () => {
    const server = await start();
    const peer = await server.peer();
    const { code, signal } = await server.stop();
    assert.deepEqual({ code, signal }, { code: 0, signal: null });
    await peer.closed;
    for (const path of [state('server.json'), state('lock'), server.file.socket]) {
      assert.ok(!existsSync(path), path);
    }
    assert.ok(existsSync(state('store.db')));
    assert.ok(existsSync(state('token')));
  });

  it('answers server/stop before it ends', async () => {
    const server = await start();
    const peer = await server.peer();
    assert.deepEqual(await peer.request('server/stop', {}), { stopping: true });
    assert.equal((await server.ended).code, 0);
  });

  it('ends when nobody has needed it for a while, but not while a client is there', async () => {
    const server = await start({ idleMs: 2000 });
    const peer = await server.peer();
    let ended = false;
    void server.ended.then(() => {
      ended = true;
    });
    await until('several idle times', async () => {
      const { uptime_seconds } = await peer.request('server/status', {});
      return uptime_seconds > 5;
    });
    assert.equal(ended, false);
    peer.close();
    assert.equal((await server.ended).code, 0);
    assert.match(logText(), /nobody needs it/);
  });

  it('regression 19: writes its token into no log', async () => {
    const server = await start();
    await assert.rejects(socketPeer(server.file.socket, 'wrong'));
    const peer = await server.peer();
    await peer.request('server/status', {});
    await server.stop();
    assert.ok(!logText().includes(server.token));
    for (const line of logText().trim().split('\n')) {
      const { timestamp, level, logger, message } = JSON.parse(line);
      assert.ok([timestamp, level, logger, message].every((part) => typeof part === 'string'));
    }
  });

  it('refuses a state folder that leads elsewhere', async () => {
    const elsewhere = temporaryFolder();
    symlinkSync(elsewhere, state());
    const { code, stderr } = await spawnServer(root).ended;
    removeFolder(elsewhere);
    assert.equal(code, 1);
    assert.match(stderr, /is not a directory of its own/);
  });

  it('LOG-21: in the foreground stays however long nobody needs it', async function () {
    this.timeout(120_000);
    const held = await start({ idleMs: 500, argv: ['--foreground'] });
    let hasEnded = false;
    void held.ended.then(() => {
      hasEnded = true;
    });
    const folder = temporaryFolder();
    try {
      // Its time begins later, so the other's is over when this one ends.
      const unheld = await startServer(folder, { idleMs: 500 });
      assert.equal((await unheld.ended).code, 0);
    } finally {
      removeFolder(folder);
    }
    assert.equal(hasEnded, false);
    assert.doesNotMatch(logText(), /nobody needs it/);
  });

  it('says what is wrong with its arguments and ends with 2', async () => {
    const { code, stderr } = await spawnServer(root, { idleMs: Number.NaN }).ended;
    assert.equal(code, 2);
    assert.match(stderr, /--idle-ms: NaN is not a number[\s\S]*usage:/);
  });

  it('names the command that people type where one of them started it', async () => {
    const main = join('dist', 'server', 'main.mjs');
    const words = ['--root', root, '--foreground', '--repo-backend', 'paper'];
    const { status, stderr } = spawnSync(process.execPath, [main, ...words], { encoding: 'utf8' });
    assert.equal(status, 2);
    assert.equal(stderr, '--repo-backend: paper is neither file nor sqlite\nusage: holdpoint serve --help\n');
  });

  it('says so when its workspace is missing', async () => {
    const { code, stderr } = await spawnServer(join(root, 'missing')).ended;
    assert.equal(code, 1);
    assert.match(stderr, /the server did not start: .*missing/);
  });

  it('says why it does not start over a store it cannot open, and leaves no lock', async () => {
    mkdirSync(state('store.db'), { recursive: true });
    const { code, stderr } = await spawnServer(root).ended;
    assert.equal(code, 1);
    assert.match(stderr, /the server did not start: /);
    assert.ok(!existsSync(state('lock')));
    assert.ok(!existsSync(state('server.json')));
  });

  it('makes a new token when the old one is damaged, and mends its mode', async () => {
    mkdirSync(state(), { recursive: true, mode: 0o700 });
    writeFileSync(state('token'), 'damaged\n', { mode: 0o644 });
    const server = await start();
    assert.match(server.token, /^[0-9a-f]{64}$/);
    await server.stop();
    chmodSync(state('token'), 0o644);
    const again = await start();
    assert.equal(again.token, server.token);
    assert.equal(statSync(state('token')).mode & 0o777, 0o600);
  });

  it('ends when its workspace is removed', async () => {
    const server = await start({ idleMs: 1000 });
    rmSync(state(), { recursive: true, force: true });
    assert.equal((await server.ended).code, 1);
  });
});
