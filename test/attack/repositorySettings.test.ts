import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { approveAll, runPlan, startPlan } from '../support/planRun';
import { preparedRollback } from '../support/preparedRollback';
import { git, scratchRepository } from '../support/scratchRepository';
import { removeFolder } from '../support/temporaryFolder';
import { type AttackScene, attackScene } from './attackScene';

/** Every program that a repository can have git run while somebody only looks at it or makes a work tree of it. */
function arm(root: string, marker: string): void {
  const program = `touch '${marker}'; cat`;
  for (const kind of ['clean', 'smudge']) git(root, 'config', `filter.evil.${kind}`, program);
  git(root, 'config', 'filter.evil.required', 'true');
  git(root, 'config', 'filter.late.process', `touch '${marker}'; false`);
  git(root, 'config', 'diff.evil.textconv', `touch '${marker}'; cat`);
  git(root, 'config', 'diff.evil.command', `touch '${marker}'`);
  git(root, 'config', 'diff.external', `touch '${marker}'`);
  git(root, 'config', 'core.fsmonitor', `touch '${marker}'; false`);
  git(root, 'config', 'core.pager', `touch '${marker}'; cat`);
  git(root, 'config', 'status.submoduleSummary', 'true');
  git(root, 'config', 'diff.submodule', 'diff');
  git(root, 'config', 'submodule.recurse', 'true');
  git(root, 'config', 'submodule.part.ignore', 'none');
  const hook = join(root, '.git', 'hooks', 'post-checkout');
  writeFileSync(hook, `#!/bin/sh\ntouch '${marker}'\n`, { mode: 0o755 });
}

describe('attacks through the settings of a repository', function () {
  this.timeout(60_000);
  let scene: AttackScene;
  let part: string;
  let marker: string;

  before(async () => {
    part = scratchRepository({ 'inner.txt': 'one\n' });
    scene = await attackScene({ 'a.txt': 'one\n', 'b.late': 'one\n' });
    const { root } = scene;
    marker = join(scene.outside, 'owned');
    git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', part, 'part');
    writeFileSync(join(root, '.gitattributes'), '*.txt filter=evil diff=evil\n*.late filter=late\n');
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', 'armed');
    arm(root, marker);
    git(join(root, 'part'), 'config', 'core.fsmonitor', `touch '${marker}'; false`);
    git(join(root, 'part'), 'config', 'filter.evil.clean', `touch '${marker}'; cat`);
    writeFileSync(join(root, 'part', '.gitattributes'), '* filter=evil\n');
    writeFileSync(join(root, 'part', 'inner.txt'), 'two\n');
    for (const name of ['a.txt', 'b.late']) writeFileSync(join(root, name), 'two\n');
  });
  after(async () => {
    await scene.end();
    removeFolder(part);
  });
  afterEach(() => assert.equal(existsSync(marker), false, 'a program of the repository ran'));

  for (const command of [
    'git status',
    'git status --short --ignore-submodules=none',
    'git diff',
    'git diff --stat',
    'git diff --submodule=diff --ignore-submodules=none',
    'git diff HEAD',
  ]) {
    it(`GATE-13: runs no program of the repository for ${command}`, async () => {
      const step = { id: 'look', uses: 'run_shell_readonly', with: { command } };
      const run = await runPlan(scene.peer, [step], { profile: 'dev' });
      assert.equal(run.status, 'succeeded', JSON.stringify(run.steps));
      assert.match(JSON.stringify(run.steps[0]?.output), /a[.]txt/);
    });
  }

  it('GATE-13: shows nothing outside of the slot, wherever the settings say that the work tree is', async () => {
    const { peer, root, outside } = scene;
    const name = outside.slice(outside.lastIndexOf('/') + 1);
    git(root, 'config', 'core.worktree', join(outside, '..'));
    try {
      for (const command of [
        'git status',
        'git status --short -uall',
        'git diff',
        'git diff --relative=..',
      ]) {
        const step = { id: 'look', uses: 'run_shell_readonly', with: { command } };
        const run = await runPlan(peer, [step], { profile: 'dev' });
        const output = JSON.stringify(run.steps[0]?.output);
        assert.ok(!output.includes(name) && !output.includes('neighbour'), `${command}: ${output}`);
      }
    } finally {
      git(root, 'config', '--unset', 'core.worktree');
    }
  });

  it('OPS-05: takes checkpoints and goes back to them without one, and keeps the bytes on the disk', async () => {
    const { peer, root } = scene;
    const { checkpoint_id } = await peer.request('checkpoint/create', { name: 'armed' });
    writeFileSync(join(root, 'a.txt'), 'three\n');
    const refs = git(root, 'for-each-ref', 'refs/holdpoint');
    const approval_id = await preparedRollback(peer, { target: checkpoint_id, include: ['a.txt'] });
    assert.equal(git(root, 'for-each-ref', 'refs/holdpoint'), refs, 'a look leaves no reference');
    await peer.request('approval/grant', { approval_id });
    await peer.request('rollback/apply', { approval_id });
    assert.equal(readFileSync(join(root, 'a.txt'), 'utf8'), 'two\n');
  });

  it('OPS-05: refuses to commit a file for which git would have to run one', async () => {
    const { peer, root } = scene;
    const head = git(root, 'rev-parse', 'HEAD');
    await assert.rejects(
      peer.request('checkpoint/create', { name: 'c', commit: true, paths: ['a.txt'] }),
      /a[.]txt goes through the filter 'evil'/,
    );
    assert.equal(git(root, 'rev-parse', 'HEAD'), head);
  });

  it('RUN-06: makes a work tree without one', async () => {
    const steps = [{ id: 'look', uses: 'read_file', with: { path: 'a.txt' } }];
    const { run_id } = await startPlan(scene.peer, steps, { profile: 'ci', plan: { profile: 'ci' } });
    const run = await approveAll(scene.peer, run_id);
    assert.equal(run.status, 'succeeded');
    assert.match(run.slot_id, /-slot\d+$/);
  });

  it('§1.5: all of this would have run, so that the tests above mean something', () => {
    spawnSync('git', ['status'], { cwd: scene.root });
    assert.equal(existsSync(marker), true);
    removeFolder(marker);
  });
});
