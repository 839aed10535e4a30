import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { holdpoint } from '../support/holdpointCli';
import { atRest, pendingOf, startPlan } from '../support/planRun';
import { scratchRepository, writeFiles } from '../support/scratchRepository';
import { startServer } from '../support/startServer';
import { removeFolder } from '../support/temporaryFolder';
import { until } from '../support/until';

describe('promises, shown on a real workspace', function () {
  this.timeout(60_000);
  let root: string;
  beforeEach(() => {
    root = scratchRepository({ 'f.txt': 'old\n' });
  });
  afterEach(async () => {
    await holdpoint(root, 'stop');
    removeFolder(root);
  });

  it('GATE-15: somebody who watches a file sees no write before its preview is approved, and one after', async () => {
    const server = await startServer(root);
    const peer = await server.peer();
    const seen: string[] = [];
    const watcher = watch(join(root, 'f.txt'), (event) => seen.push(event));
    const folder = watch(root, (_, name) => name === 'f.txt' && seen.push('entry'));
    try {
      const draft = { id: 'draft', uses: 'write_file_preview', with: { path: 'f.txt', content: 'new\n' } };
      const unseen = { path: 'f.txt', diff: '', new_sha256: '0'.repeat(64) };
      const bare = { id: 'bare', uses: 'write_file_apply', with: { preview: unseen } };
      const early = await atRest(peer, (await startPlan(peer, [bare])).run_id);
      assert.notEqual(early.status, 'succeeded');
      const preview = `\${steps.draft.output}`;
      const apply = { id: 'apply', uses: 'write_file_apply', needs: ['draft'], with: { preview } };
      const { run_id } = await startPlan(peer, [draft, apply]);
      assert.equal((await atRest(peer, run_id)).status, 'awaiting_approval');
      assert.deepEqual([seen, readFileSync(join(root, 'f.txt'), 'utf8')], [[], 'old\n']);
      const [gate] = await pendingOf(peer, run_id);
      await peer.request('approval/grant', { approval_id: gate?.approval_id ?? '', digest: gate?.digest });
      assert.equal((await atRest(peer, run_id)).status, 'succeeded');
      await until('the watchers to see it', () => seen.length > 0);
      assert.equal(readFileSync(join(root, 'f.txt'), 'utf8'), 'new\n');
    } finally {
      watcher.close();
      folder.close();
      peer.close();
      await server.stop();
    }
  });

  it('GATE-16: the hash of an artifact is what sha256sum says of the bytes that are handed out', async () => {
    const code = "process.stdout.write('é\\r\\n'.repeat(50000))";
    const step = { id: 'loud', uses: 'shell.run', with: { argv: ['node', '-e', code] } };
    writeFiles(root, { 'plan.json': JSON.stringify({ schema: 'plan/1', title: 'Loud', steps: [step] }) });
    const ran = await holdpoint(root, 'run', 'plan.json', '--profile', 'dev');
    assert.equal(ran.exit, 0, ran.stderr);
    const { items } = JSON.parse((await holdpoint(root, 'artifacts', 'list', '--json')).stdout);
    assert.ok(items.length > 0);
    for (const { sha256 } of items) {
      const got = await holdpoint(root, 'artifacts', 'get', sha256, '-o', 'bytes.out');
      assert.equal(got.exit, 0, got.stderr);
      const { stdout } = spawnSync('sha256sum', ['bytes.out'], { cwd: root, encoding: 'utf8' });
      assert.equal(stdout.split(' ')[0], sha256);
    }
  });

  it('FLOW-05: policy list --effective names the layer and line of each setting', async () => {
    writeFiles(root, {
      'holdpoint.policy.yaml': 'schema: policy/1\nreliability:\n  retry: {max_attempts: 4}\n  timeout: 7m\n',
    });
    const { exit, stdout } = await holdpoint(root, 'policy', 'list', '--effective', '--json');
    assert.equal(exit, 0, stdout);
    const { policy, origins } = JSON.parse(stdout);
    assert.deepEqual([policy.reliability.retry.max_attempts, policy.reliability.timeout_ms], [4, 420_000]);
    const file = 'holdpoint.policy.yaml';
    assert.deepEqual(
      ['retry/max_attempts', 'timeout', 'fail_fast'].map((name) => origins[`/reliability/${name}`]),
      [
        { layer: 'workspace', file, line: 3 },
        { layer: 'workspace', file, line: 4 },
        { layer: 'profile', file: 'built-in', line: 0 },
      ],
    );
  });
});
