import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdpoint } from '../support/holdpointCli';
import { git, scratchRepository } from '../support/scratchRepository';
import { spawnServer, startServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';

const known = 'ab'.repeat(32);

describe('attacks through a state folder that came with the workspace', () => {
  let root: string;
  beforeEach(() => {
    root = scratchRepository();
  });
  afterEach(() => removeFolder(root));

  const lay = (mode: number) => {
    const folder = join(root, '.holdpoint');
    mkdirSync(folder);
    chmodSync(folder, mode);
    writeFileSync(join(folder, 'token'), `${known}\n`);
    writeFileSync(join(folder, 'webhooks.json'), '{"version":1,"webhooks":[]}');
  };
  const refused = async () => {
    const { code, stderr } = await spawnServer(root).ended;
    assert.equal(code, 1, stderr);
    return stderr;
  };

  it('GATE-20: a token that others know opens nothing: no server starts over a folder that a checkout made', async () => {
    lay(0o755);
    assert.match(await refused(), /was not made by holdpoint.*token, webhooks[.]json.*chmod 700/);
    assert.match(await refused(), /was not made by holdpoint/, 'looking at it does not make it ours');
    const { exit, stderr } = await holdpoint(root, 'token', 'list');
    assert.equal(exit, 1, stderr);
    assert.equal(readFileSync(join(root, '.holdpoint', 'token'), 'utf8'), `${known}\n`);
    assert.deepEqual(readdirSync(join(root, '.holdpoint')).sort(), ['token', 'webhooks.json']);
  });

  it('GATE-20: nor over one that is part of the repository, whatever its mode', async () => {
    lay(0o700);
    git(root, 'add', '-f', '.holdpoint');
    git(root, 'commit', '-q', '-m', 'trap');
    assert.match(await refused(), /[.]holdpoint is part of this repository.*git rm -r --cached/);
    git(root, 'rm', '-r', '-q', '--cached', '.holdpoint');
    const server = await startServer(root);
    assert.equal((await server.stop()).code, 0);
  });

  it('§1.10: an empty folder is no trap, and ours is taken up again', async () => {
    mkdirSync(join(root, '.holdpoint'), { mode: 0o755 });
    for (let start = 0; start < 2; start += 1) {
      const server = await startServer(root);
      assert.equal((await server.stop()).code, 0);
    }
  });

  it('§1.2: links in it lead no write elsewhere', async () => {
    const outside = temporaryFolder();
    writeFileSync(join(outside, 'kept'), 'kept\n');
    const folder = join(root, '.holdpoint');
    mkdirSync(folder, { mode: 0o700 });
    for (const name of ['token', 'tokens.json', 'server.json', 'lock', 'store.db', 'content', 'logs']) {
      const link = join(folder, name);
      symlinkSync(join(outside, name === 'token' ? 'kept' : name), link);
      assert.match(await refused(), /is a link|not a directory of its own/, name);
      removeFolder(link);
    }
    assert.deepEqual(readdirSync(outside), ['kept']);
    assert.equal(readFileSync(join(outside, 'kept'), 'utf8'), 'kept\n');
    removeFolder(outside);
  });
});
