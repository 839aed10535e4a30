import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { until } from '../support/until';

const steps = [
  { id: 'draft', uses: 'write_file_preview', with: { path: 'new.txt', content: 'made\n' } },
  { id: 'apply', uses: 'write_file_apply', needs: ['draft'], with: { preview: '${steps.draft.output}' } },
];

function repository(): string {
  const root = temporaryFolder();
  const git = (...words: string[]) => execFileSync('git', ['-C', root, ...words]);
  git('init', '-q', '-b', 'main');
  writeFileSync(join(root, 'kept.txt'), 'kept\n');
  git('add', '-A');
  git('-c', 'user.name=t', '-c', 'user.email=t@example.invalid', 'commit', '-qm', 'first');
  return root;
}

describe('a run in a work tree of its own', function () {
  this.timeout(60_000);

  it('GATE-29: profile ci works beside the opened folder, which stays as it is', async () => {
    const root = repository();
    const server = await startServer(root);
    try {
      const peer = await server.peer();
      const { id: session_id } = await peer.request('session/create', { safety_profile: 'ci' });
      const text = JSON.stringify({ schema: 'plan/1', title: 'ci', profile: 'ci', steps });
      await peer.request('plan/import', { session_id, text });
      await peer.request('plan/approve', { session_id, version: 1 });
      const { run_id } = await peer.request('run/start', { session_id });
      const ended = await until('the run to end', async () => {
        const { items } = await peer.request('approval/list', { run_id, state: 'requested' });
        for (const { approval_id } of items) {
          await peer.request('approval/grant', { approval_id });
        }
        const run = await peer.request('run/show', { run_id });
        return run.ended_at !== null && run;
      });
      assert.equal(ended.status, 'succeeded');
      assert.match(ended.slot_id, /^workspace-.*-slot1$/);
      assert.equal(existsSync(join(root, 'new.txt')), false);
      const slot = join(root, '.holdpoint', 'slots', ended.slot_id);
      assert.equal(readFileSync(join(slot, 'new.txt'), 'utf8'), 'made\n');
      assert.equal(execFileSync('git', ['-C', root, 'status', '--porcelain'], { encoding: 'utf8' }), '');
    } finally {
      await server.stop();
      removeFolder(root);
    }
  });
});
