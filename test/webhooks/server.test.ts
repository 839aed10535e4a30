import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { webhookBody } from '#protocol/webhooks/webhookBody';
import { holdpointAt } from '../support/holdpointCli';
import { startServer, type TestServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { until } from '../support/until';
import { type Received, type Receiver, receiver } from './receiver';

const plan = 'schema: plan/1\ntitle: Look\nsteps:\n  - {id: look, uses: list_dir, with: {path: .}}\n';
const given = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const inOrder = ['approval.requested', 'approval.decided', 'run.ended'];

describe('webhooks of a server process', () => {
  let root: string;
  let server: TestServer;
  const open: Receiver[] = [];

  beforeEach(async () => {
    root = temporaryFolder();
    server = await startServer(root);
  });
  afterEach(async () => {
    await server.kill();
    await Promise.all(open.splice(0).map((one) => one.close()));
    removeFolder(root);
  });

  const receive = async (...how: Parameters<typeof receiver>) => {
    const made = await receiver(...how);
    open.push(made);
    return made;
  };
  const cli = async (input: string | undefined, ...words: string[]) => {
    const env = { HOOK_SECRET: given };
    const place = input === undefined ? { root, env } : { root, env, input };
    return await holdpointAt(place, 'webhooks', ...words);
  };
  const added = async (name: string, url: string, ...more: string[]) => {
    const end = await cli(undefined, 'add', '--name', name, '--url', url, ...more);
    assert.equal(end.exit, 0, end.stderr);
    return end.stdout.trim();
  };
  /** A plan is put before somebody, approved and run. */
  const go = async () => {
    const peer = await server.peer();
    const { id } = await peer.request('session/create', {});
    await peer.request('plan/import', { session_id: id, text: plan });
    await peer.request('plan/approve', { session_id: id, version: 1 });
    const { run_id } = await peer.request('run/start', { session_id: id, wait: true });
    peer.close();
    return run_id;
  };
  const types = (of: Receiver) => of.bodies().map(({ type }) => type);
  const told = (of: Receiver, count = 3) =>
    until(`${count} messages`, () => of.bodies().length >= count, 20_000);
  const opens = (secret: string, { headers, body }: Received) => {
    new Webhook(secret).verify(body, headers);
  };

  it('sign every message so that the reference implementation of Standard Webhooks takes it', async () => {
    const ops = await receive();
    const secret = await added('ops', ops.url);
    const run_id = await go();
    await told(ops);
    assert.deepEqual(types(ops), inOrder);
    for (const one of ops.received) {
      opens(secret, one);
      webhookBody.parse(JSON.parse(one.body));
      assert.throws(() => opens(given, one));
      assert.throws(() => opens(secret, { ...one, body: one.body.replace('"seq":', '"seq": ') }));
      const headers = { ...one.headers, 'webhook-timestamp': '1' };
      assert.throws(() => opens(secret, { ...one, headers }));
    }
    assert.equal(ops.bodies()[2]?.data['run_id'], run_id);
  });

  it('try again after a 500 and a receiver that is not there, and forget nothing when the server is killed in between', async () => {
    const first = await receive(() => 500);
    const port = Number(new URL(first.url).port);
    await added('ops', first.url);
    await go();
    await until('a try', () => first.received.length > 0);
    const id = first.received[0]?.headers['webhook-id'];
    await open.pop()?.close();
    await server.kill();
    const second = await receive(() => 204, { port });
    server = await startServer(root);
    await told(second);
    assert.deepEqual(types(second), inOrder);
    assert.equal(second.received[0]?.headers['webhook-id'], id);
  });

  it('go to each receiver by itself: what one is told of, and whether another answers', async () => {
    const silent = await receive(() => null);
    const ops = await receive();
    await added('silent', silent.url);
    await added('ops', ops.url, '--on', 'run.ended');
    await go();
    await told(ops, 1);
    assert.deepEqual(types(ops), ['run.ended']);
    assert.deepEqual(types(silent), ['approval.requested']);
  });

  it('follow no redirect', async () => {
    const other = await receive();
    const ops = await receive((count) => (count === 1 ? 307 : 204), { headers: { location: other.url } });
    await added('ops', ops.url, '--on', 'run.ended');
    await go();
    await until('the second try', () => ops.received.length >= 2);
    assert.deepEqual(other.received, []);
  });

  it('sign with both secrets for a day after a change, and are told no more once removed', async () => {
    const ops = await receive();
    await added('ops', ops.url, '--secret-env', 'HOOK_SECRET');
    const rotated = await cli(undefined, 'rotate', 'ops', '--json');
    const { secret } = JSON.parse(rotated.stdout) as { secret: string };
    await go();
    await told(ops);
    for (const one of ops.received) {
      opens(given, one);
      opens(secret, one);
    }
    assert.equal((await cli(undefined, 'remove', 'ops')).exit, 0);
    const witness = await receive();
    await added('witness', witness.url);
    await go();
    await told(witness);
    assert.equal(ops.received.length, 3);
  });

  it('are tried out with `test`, which says what was answered', async () => {
    const ops = await receive((count) => (count === 1 ? 204 : 500));
    await added('ops', ops.url, '--secret-env', 'HOOK_SECRET');
    const good = await cli(undefined, 'test', 'ops', '--json');
    assert.deepEqual([good.exit, JSON.parse(good.stdout).status], [0, 204]);
    const [message] = ops.received;
    assert.ok(message);
    opens(given, message);
    assert.equal(webhookBody.parse(JSON.parse(message.body)).type, 'webhook.test');
    assert.equal((await cli(undefined, 'test', 'ops')).exit, 1);
    await open.pop()?.close();
    const dead = await cli(undefined, 'test', 'ops');
    assert.equal(dead.exit, 1);
    assert.match(dead.stdout, /not taken .*ECONNREFUSED/);
    assert.equal((await cli(undefined, 'test', 'none', '--json')).exit, 1);
  });

  it('keep their secrets out of the record, the logs and every list', async () => {
    const ops = await receive(() => 204, { path: '/hidden-path?key=hidden-key' });
    const secret = await added('ops', ops.url);
    const end = await cli(given, 'add', '--name', 'two', '--url', ops.url, '--secret-stdin');
    assert.equal(end.exit, 0, end.stderr);
    await go();
    await told(ops);
    const list = await cli(undefined, 'list', '--json');
    assert.doesNotMatch(list.stdout + end.stdout, /whsec_|hidden-/);
    const file = join(root, '.holdpoint', 'webhooks.json');
    assert.equal(process.platform === 'win32' ? 0o600 : statSync(file).mode & 0o777, 0o600);
    await server.stop();
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) => join(root, path));
    const holders = files.filter(
      (path) =>
        path !== file &&
        statSync(path).isFile() &&
        [secret.slice(6), given.slice(6), 'hidden-'].some((text) => readFileSync(path).includes(text)),
    );
    assert.deepEqual(holders, []);
  });

  it('are refused with an address or a secret that will not do', async () => {
    const bad: readonly (readonly string[])[] = [
      ['--name', 'a', '--url', 'ftp://example.org/'],
      ['--name', 'a', '--url', 'http://example.org/'],
      ['--name', 'a', '--url', 'file:///etc/passwd'],
      ['--name', 'a', '--url', 'https://ann:word@example.org/'],
      ['--name', 'a', '--url', 'not an address'],
      ['--name', '../a', '--url', 'https://example.org/'],
      ['--name', 'a', '--url', 'https://example.org/', '--secret-env', 'NO_SUCH_VARIABLE'],
      ['--name', 'a', '--url', 'https://example.org/', '--secret-env', 'PATH'],
      ['--name', 'a', '--url', 'https://example.org/', '--on', 'step.ended'],
      ['--url', 'https://example.org/'],
    ];
    for (const words of bad) {
      assert.equal((await cli(undefined, 'add', ...words)).exit, 2, words.join(' '));
    }
    await added('a', 'https://example.org/');
    const twice = await cli(undefined, 'add', '--name', 'a', '--url', 'https://example.org/', '--json');
    assert.deepEqual([twice.exit, JSON.parse(twice.stdout).error_code], [1, 'STATE_CONFLICT']);
    writeFileSync(join(root, '.holdpoint', 'webhooks.json'), '{"version":1,"webhooks":[{}]}');
    assert.equal((await cli(undefined, 'list')).exit, 2);
    await go();
    const log = readFileSync(join(root, '.holdpoint', 'logs', 'server.log'), 'utf8');
    assert.match(log, /webhooks cannot be read/);
  });
});
