import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverFile } from '#protocol/connection';
import { holdpointAt } from '../support/holdpointCli';
import { startServer, type TestServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { until } from '../support/until';

describe('the command line and a server at a base URL', () => {
  let root: string;
  let elsewhere: string;
  let server: TestServer;
  let url: string;

  before(async () => {
    root = temporaryFolder();
    elsewhere = temporaryFolder();
    server = await startServer(root);
    url = await until('the HTTP door', () => {
      const text = readFileSync(join(root, '.holdpoint', 'server.json'), 'utf8');
      return serverFile.parse(JSON.parse(text)).base_url ?? undefined;
    });
  });
  after(async () => {
    await server.stop();
    removeFolder(root);
    removeFolder(elsewhere);
  });

  const at = (env: Record<string, string>, ...words: string[]) =>
    holdpointAt({ root: elsewhere, env }, '--base-url', url, ...words);

  it('GATE-24: goes through HTTP with the same commands, by flag as by environment', async () => {
    const made = await at({ HOLDPOINT_TOKEN: server.token }, 'session', 'create', '--goal', 'x', '--json');
    assert.equal(made.exit, 0, made.stderr + made.stdout);
    const { id } = JSON.parse(made.stdout) as { id: string };
    const words = ['session', 'show', id, '--json', '--token', server.token];
    const shown = await holdpointAt({ root: elsewhere, env: { HOLDPOINT_BASE_URL: url } }, ...words);
    assert.equal(JSON.parse(shown.stdout).goal, 'x');
    const peer = await server.peer();
    const { items } = await peer.request('event/list', { session_id: id });
    peer.close();
    assert.deepEqual([...new Set(items.map(({ source }) => source))], ['http']);
  });

  it('GATE-24: takes a plan as far as its hold point at a server elsewhere', async () => {
    writeFileSync(
      join(elsewhere, 'look.yaml'),
      'schema: plan/1\ntitle: Look\nsteps:\n  - {id: look, uses: list_dir, with: {path: .}}\n',
    );
    const env = { HOLDPOINT_TOKEN: server.token };
    const ran = await at(env, 'run', 'look.yaml', '--json', '--non-interactive');
    assert.equal(ran.exit, 5, ran.stderr + ran.stdout);
    const [pending] = (JSON.parse(ran.stdout) as { pending: { approval_id: string }[] }).pending;
    const granted = await at(env, 'approvals', 'grant', pending?.approval_id ?? '', '--json');
    assert.equal(granted.exit, 0, granted.stderr + granted.stdout);
    assert.equal(JSON.parse(granted.stdout).source, 'http');
  });

  it('GATE-24: says what went wrong as HTTP did, with exit code 1', async () => {
    const none = await at({ HOLDPOINT_TOKEN: server.token }, 'session', 'show', 'session_none');
    assert.equal(none.exit, 1);
    assert.match(none.stderr, /^HTTP 404: \{"error":"not_found","error_code":"NOT_FOUND"/);
    const json = await at({ HOLDPOINT_TOKEN: server.token }, 'session', 'show', 'session_none', '--json');
    assert.deepEqual([json.exit, JSON.parse(json.stdout).error_code], [1, 'NOT_FOUND']);
  });

  it('GATE-24: asks nobody without a token, and tells a wrong one from everything else', async () => {
    const none = await at({}, 'session', 'list');
    assert.equal(none.exit, 4);
    const wrong = await at({ HOLDPOINT_TOKEN: 'f'.repeat(64) }, 'session', 'list');
    assert.equal(wrong.exit, 4);
    assert.match(wrong.stderr, /^HTTP 401: /);
    const nobody = await holdpointAt(
      { root: elsewhere },
      ...['--base-url', 'http://127.0.0.1:1', '--token', 'x', 'session', 'list'],
    );
    assert.equal(nobody.exit, 4);
  });

  it('LOG-21: checks a server elsewhere, and leaves nothing behind there', async () => {
    const env = { HOLDPOINT_TOKEN: server.token };
    const before = JSON.parse((await at(env, 'session', 'list', '--json')).stdout) as { total: number };
    const end = await at(env, 'check', '--json');
    assert.equal(end.exit, 0, end.stderr + end.stdout);
    const { checks } = JSON.parse(end.stdout) as {
      checks: { name: string; status: string; details: string }[];
    };
    assert.deepEqual(
      checks.map(({ name, status }) => [name, status]),
      [
        ['health', 'pass'],
        ['token', 'pass'],
        ['dry_run', 'pass'],
      ],
    );
    assert.match(checks[0]?.details ?? '', new RegExp(url));
    assert.match(checks[2]?.details ?? '', /succeeded/);
    const after = JSON.parse((await at(env, 'session', 'list', '--json')).stdout) as { total: number };
    assert.equal(after.total, before.total);
    const made = await holdpointAt({ root }, 'token', 'create', '--name', 'look', '--role', 'viewer');
    const viewer = await at({ HOLDPOINT_TOKEN: made.stdout.trim() }, 'check');
    assert.equal(viewer.exit, 0, viewer.stdout);
    assert.match(viewer.stdout, /may not run plans/);
  });

  it('LOG-21: refuses at a server elsewhere what works on this machine alone', async () => {
    const env = { HOLDPOINT_TOKEN: server.token };
    for (const words of [['restart'], ['serve'], ['doctor'], ['logs'], ['logs', '-f'], ['mcp']]) {
      const end = await at(env, ...words);
      assert.equal(end.exit, 2, words.join(' '));
      assert.match(end.stderr, /base-url|\/mcp/);
    }
    assert.equal((await at(env, 'status')).exit, 0);
  });

  it('LOG-21: stops a server elsewhere', async () => {
    const other = temporaryFolder();
    const second = await startServer(other);
    const address = await until('the HTTP door', () => {
      const text = readFileSync(join(other, '.holdpoint', 'server.json'), 'utf8');
      return serverFile.parse(JSON.parse(text)).base_url ?? undefined;
    });
    const words = ['--base-url', address, '--token', second.token, 'stop', '--json'];
    const end = await holdpointAt({ root: elsewhere }, ...words);
    assert.equal(end.exit, 0, end.stderr + end.stdout);
    assert.deepEqual(JSON.parse(end.stdout), { stopped: true, pid: second.child.pid });
    assert.equal((await second.ended).code, 0);
    removeFolder(other);
  });
});
