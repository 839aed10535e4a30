import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runPlan } from '../support/planRun';
import { type AttackScene, attackScene } from './attackScene';

/** The escape corpus of GATE-13: each is refused by policy before anything starts. */
const refused: readonly string[] = [
  'find . -delete',
  'find . -name readme.md -exec rm {} ;',
  'find . -execdir rm {} +',
  'find . -ok rm {} ;',
  'find . -okdir rm {} ;',
  'find . -fprint owned',
  'find . -fprintf owned %p',
  'find . -fls owned',
  'find -L . -name x',
  'find . -follow',
  'find /etc -name passwd',
  'find .. -name x',
  'find . -files0-from readme.md',
  'rg --pre ./evil.sh x',
  'rg --pre=./evil.sh x .',
  'rg --hostname-bin ./evil.sh x',
  'rg -z x .',
  'rg --search-zip x .',
  'rg -L x .',
  'rg --follow x .',
  'rg -f /etc/passwd x',
  'rg root /etc/passwd',
  'git diff --output=owned',
  'git diff --output owned',
  'git diff -oowned',
  'git diff --ext-diff',
  'git diff --textconv',
  'git diff --no-index /etc/passwd readme.md',
  'git diff -O/etc/passwd',
  'git -c core.pager=./evil.sh diff',
  'git -c core.fsmonitor=./evil.sh status',
  'git --exec-path=. status',
  'git --git-dir=/tmp/x status',
  'git -C / status',
  'git -p diff',
  'git --paginate diff',
  'git log',
  'git show HEAD',
  'git push --upload-pack=./evil.sh',
  'git checkout .',
  'git statusx',
  'cat /etc/passwd',
  'cat ../outside.txt',
  'cat link-out',
  'cat folder-out/passwd',
  'cat ~/.ssh/id_rsa',
  'cat $HOME/.netrc',
  'cat .holdpoint/token',
  'cat ./.holdpoint/../.holdpoint/token',
  'ls /',
  'ls folder-out',
  'ls ..',
  'ls; touch owned',
  'ls && touch owned',
  'ls & touch owned',
  'ls || touch owned',
  'ls | tee owned',
  'ls > owned',
  'cat < /etc/passwd',
  'ls\ntouch owned',
  'ls\r\ntouch owned',
  'ls `touch owned`',
  'ls $(touch owned)',
  'cat <(touch owned)',
  'python -m pytest -q --rootdir=/ -p evil',
  'python -m pytest -q -c /etc/passwd',
  'python -m pytest -q -o addopts=--pyargs',
  'python -m pytest -q -p evil',
  'python -m pytest',
  'python -c "open(1)"',
  'rm readme.md',
  './ls',
  'evil.sh',
  '/bin/cat readme.md',
  'LS readme.md',
  'env ls',
  'FOO=1 ls',
  'PATH=. ls',
  'сat readme.md',
  'ｃａｔ readme.md',
  'cat\u200b readme.md',
  'cat\u00a0readme.md',
  '',
  ' ',
];

describe('attacks through read-only commands', function () {
  this.timeout(60_000);
  let scene: AttackScene;

  before(async () => {
    scene = await attackScene({ 'evil.sh': '#!/bin/sh\ntouch owned\n' });
    writeFileSync(join(scene.outside, 'passwd'), 'secret of the neighbour\n');
    symlinkSync(join(scene.outside, 'passwd'), join(scene.root, 'link-out'));
    symlinkSync(scene.outside, join(scene.root, 'folder-out'));
  });
  after(async () => await scene.end());

  for (const command of refused) {
    it(`GATE-13, regression 16: refuses ${JSON.stringify(command)}`, async () => {
      const steps = [{ id: 'look', uses: 'run_shell_readonly', with: { command } }];
      await scene.refuses(steps, command.trim() === '' ? ['DENIED', 'PLAN_INVALID'] : ['DENIED']);
    });
  }

  it('GATE-13: runs what only reads, so that the refusals above mean something', async () => {
    for (const command of [
      'ls',
      'cat readme.md',
      'git status --short',
      'git diff --stat',
      'find . -name "*.md"',
    ]) {
      const run = await runPlan(scene.peer, [{ id: 'look', uses: 'run_shell_readonly', with: { command } }], {
        profile: 'dev',
      });
      assert.equal(run.status, 'succeeded', `${command}: ${JSON.stringify(run.end_reason)}`);
    }
  });

  it('GATE-13: knows no workspace_root', async () => {
    const { id: session_id } = await scene.peer.request('session/create', {});
    const steps = [{ id: 'look', uses: 'run_shell_readonly', with: { command: 'ls', workspace_root: '/' } }];
    const text = JSON.stringify({ schema: 'plan/1', title: 'root', steps });
    const { body } = await scene.peer.refusal('plan/import', { session_id, text, file_name: 'plan.json' });
    assert.equal(body.error_code, 'PLAN_INVALID');
  });
});
