import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { baseUrl } from '../support/baseUrl';
import { spawnServer, startServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';

describe('the HTTP door of a server process', () => {
  let root: string;
  beforeEach(() => {
    root = temporaryFolder();
  });
  afterEach(() => removeFolder(root));

  it('is where server.json says, takes the token of the workspace and no other', async () => {
    const server = await startServer(root);
    const url = await baseUrl(server);
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
    const ask = async (path: string, token?: string) =>
      (await fetch(url + path, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }))
        .status;
    assert.equal(await ask('/health'), 200);
    assert.equal(await ask('/ready', server.token), 200);
    assert.equal(await ask('/api/v1/runs', server.token), 200);
    assert.equal(await ask('/api/v1/runs'), 401);
    assert.equal(await ask('/api/v1/runs', 'f'.repeat(64)), 401);
    assert.equal((await server.stop()).code, 0);
    const lines = readFileSync(join(root, '.holdpoint', 'logs', 'access.log'), 'utf8')
      .trim()
      .split('\n');
    const events = lines.map((line) => (JSON.parse(line) as { event: string }).event);
    assert.equal(events.filter((event) => event === 'http_auth_failure').length, 2);
    assert.ok(!lines.join('').includes(server.token));
  });

  it('answers what is under way before it closes, and no request keeps the server from ending', async () => {
    const server = await startServer(root);
    const url = await baseUrl(server);
    const headers = { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' };
    const open = fetch(`${url}/api/v1/plans/validate`, { method: 'POST', headers, body: '{"text":"x"}' });
    const answered = (await open).status;
    assert.equal(answered, 200);
    assert.equal((await server.stop()).code, 0);
    await assert.rejects(fetch(`${url}/health`));
  });

  it('listens where it is told to, and does not start where another program does', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const { ended } = spawnServer(root, { argv: ['--port', String(port)] });
    const end = await ended;
    await new Promise((resolve) => taken.close(resolve));
    assert.equal(end.code, 1);
    assert.match(end.stderr, /EADDRINUSE/);
  });

  it('LOG-13: listens on no address but the loopback', async () => {
    const { ended } = spawnServer(root, { argv: ['--host', '192.0.2.1'] });
    const end = await ended;
    assert.equal(end.code, 2);
    assert.match(end.stderr, /192\.0\.2\.1 is not the loopback address/);
  });
});
