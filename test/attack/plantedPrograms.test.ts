import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runPlan } from '../support/planRun';
import { scratchRepository } from '../support/scratchRepository';
import type { SocketPeer } from '../support/socketPeer';
import { startServer, type TestServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';

/** Programs that a server starts without anybody having been asked. */
const unasked = ['git', 'ls', 'cat', 'rg', 'find', 'ps', 'unshare', 'bwrap', 'readlink', 'env', 'sh'];

describe('attacks through programs that lie in the workspace', function () {
  this.timeout(60_000);
  let [root, outside] = ['', ''];
  let server: TestServer;
  let peer: SocketPeer;
  const owned = () =>
    existsSync(join(outside, 'owned')) ? readFileSync(join(outside, 'owned'), 'utf8') : '';

  before(async () => {
    root = scratchRepository({ 'a.txt': 'one\n' });
    outside = temporaryFolder();
    const bin = join(root, 'node_modules', '.bin');
    mkdirSync(bin, { recursive: true });
    for (const name of [...unasked, 'own-tool']) {
      const text = `#!/bin/sh\necho ${name} >> '${join(outside, 'owned')}'\n`;
      writeFileSync(join(bin, name), text, { mode: 0o755 });
    }
    symlinkSync(bin, join(outside, 'link'));
    // As npx and scripts of npm put it in front, with an empty entry and a way around.
    const path = [bin, '', '.', 'node_modules/.bin', join(outside, 'link'), process.env['PATH']];
    server = await startServer(root, { env: { PATH: path.join(delimiter) } });
    peer = await server.peer();
  });
  after(async () => {
    peer.close();
    await server.stop();
    removeFolder(root);
    removeFolder(outside);
  });

  it('GATE-13: none of them runs for what only reads', async () => {
    for (const command of ['ls', 'cat a.txt', 'find . -name a.txt', 'git status', 'git diff']) {
      const step = { id: 'look', uses: 'run_shell_readonly', with: { command } };
      const run = await runPlan(peer, [step], { profile: 'standard' });
      assert.equal(run.status, 'succeeded', `${command}: ${JSON.stringify(run.steps)}`);
    }
    assert.equal(owned(), '');
  });

  it('OPS-05, RUN-06: none of them runs for checkpoints, work trees and the isolation of networks', async () => {
    await peer.request('checkpoint/create', { name: 'here' });
    const steps = [{ id: 'look', uses: 'read_file', with: { path: 'a.txt' } }];
    const run = await runPlan(peer, steps, { profile: 'ci', plan: { profile: 'ci' } });
    assert.match(run.slot_id, /-slot\d+$/);
    await peer.request('server/status', {});
    assert.equal(owned(), '');
  });

  it('RUN-15: a command that somebody was asked about finds what its person finds', async () => {
    const step = { id: 'work', uses: 'shell.run', with: { argv: ['own-tool'] } };
    const plan = { policy: { permissions: { network: 'full' } } };
    const run = await runPlan(peer, [step], { profile: 'dev', plan });
    assert.equal(run.status, 'succeeded', JSON.stringify(run.steps));
    assert.equal(owned(), 'own-tool\n');
  });
});
