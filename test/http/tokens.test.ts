import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverFile } from '#protocol/connection';
import { holdpoint, holdpointAt } from '../support/holdpointCli';
import { spawnServer, startServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { until } from '../support/until';

describe('tokens of a server', () => {
  let root: string;
  beforeEach(() => {
    root = temporaryFolder();
  });
  afterEach(() => removeFolder(root));

  const urlOf = () =>
    until('the HTTP door', () => {
      const text = readFileSync(join(root, '.holdpoint', 'server.json'), 'utf8');
      return serverFile.parse(JSON.parse(text)).base_url ?? undefined;
    });
  const ask = async (url: string, token: string, init: RequestInit = {}) =>
    (await fetch(url, { ...init, headers: { authorization: `Bearer ${token}` } })).status;

  it('LOG-13: loses none of the tokens that are made and taken back at one moment', async () => {
    const create = (name: string) => holdpoint(root, 'token', 'create', '--name', name, '--role', 'viewer');
    assert.equal((await create('old')).exit, 0);
    const names = ['a', 'b', 'c', 'd', 'e'];
    const ends = await Promise.all([holdpoint(root, 'token', 'revoke', 'old'), ...names.map(create)]);
    assert.deepEqual(
      ends.map(({ exit, stderr }) => `${exit}${exit === 0 ? '' : stderr}`),
      ends.map(() => '0'),
    );
    const listed = await holdpoint(root, 'token', 'list', '--json');
    const items = JSON.parse(listed.stdout).items as readonly { readonly name: string }[];
    assert.deepEqual(items.map(({ name }) => name).sort(), names);
  });

  it('LOG-13, GATE-20: makes tokens with a role, keeps their hashes only, and takes them back', async () => {
    const server = await startServer(root);
    const url = await urlOf();
    const made = await holdpoint(root, 'token', 'create', '--name', 'ci', '--role', 'viewer', '--json');
    assert.equal(made.exit, 0, made.stderr);
    const { token, role } = JSON.parse(made.stdout) as { token: string; role: string };
    assert.deepEqual([token.length, role], [64, 'viewer']);
    const file = join(root, '.holdpoint', 'tokens.json');
    assert.ok(!readFileSync(file, 'utf8').includes(token));
    assert.equal(process.platform === 'win32' ? 0o600 : statSync(file).mode & 0o777, 0o600);
    assert.equal(await ask(`${url}/api/v1/runs`, token), 200);
    assert.equal(await ask(`${url}/api/v1/sessions`, token, { method: 'POST' }), 403);
    const twice = await holdpoint(root, 'token', 'create', '--name', 'ci', '--role', 'approver', '--json');
    assert.deepEqual([twice.exit, JSON.parse(twice.stdout).error_code], [1, 'STATE_CONFLICT']);
    const listed = await holdpoint(root, 'token', 'list', '--json');
    assert.deepEqual(
      JSON.parse(listed.stdout).items.map((one: { name: string; role: string }) => [one.name, one.role]),
      [['ci', 'viewer']],
    );
    assert.ok(!listed.stdout.includes('sha256'));
    assert.equal((await holdpoint(root, 'token', 'revoke', 'ci')).exit, 0);
    assert.equal(await ask(`${url}/api/v1/runs`, token), 401);
    assert.equal((await holdpoint(root, 'token', 'revoke', 'ci')).exit, 1);
    writeFileSync(file, '{"version":1,"tokens":[{"name":"x"}]}');
    assert.equal(await ask(`${url}/api/v1/runs`, token), 401);
    assert.equal(await ask(`${url}/api/v1/runs`, server.token), 200);
    await server.stop();
  });

  it('refuses a token without role or name, or with a name of another form', async () => {
    for (const words of [
      ['--name', 'x'],
      ['--role', 'viewer'],
      ['--name', 'x', '--role', 'owner'],
      ['--name', '../x', '--role', 'viewer'],
    ]) {
      const { exit } = await holdpoint(root, 'token', 'create', ...words);
      assert.equal(exit, 2, words.join(' '));
    }
  });

  it('LOG-13: takes the token of the flag before that of the environment before a random one', async () => {
    const env = { HOLDPOINT_API_TOKEN: 'of-the-environment' };
    const server = await startServer(root, { env, argv: ['--api-token', 'of-the-flag'] });
    const url = await urlOf();
    assert.equal(await ask(`${url}/api/v1/runs`, 'of-the-flag'), 200);
    assert.equal(await ask(`${url}/api/v1/runs`, 'of-the-environment'), 401);
    assert.equal(await ask(`${url}/api/v1/runs`, server.token), 401);
    await server.stop();
    const second = await startServer(root, { env });
    assert.equal(await ask(`${await urlOf()}/api/v1/runs`, 'of-the-environment'), 200);
    await second.stop();
  });

  it('LOG-13: does not start with an empty token', async () => {
    for (const start of [{ argv: ['--api-token', ''] }, { env: { HOLDPOINT_API_TOKEN: '' } }]) {
      const end = await spawnServer(root, start).ended;
      assert.equal(end.code, 2);
      assert.match(end.stderr, /is not empty/);
    }
    const { exit } = await holdpointAt({ root }, 'serve', '--api-token', '');
    assert.equal(exit, 2);
  });
});
