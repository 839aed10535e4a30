import { doesNotMatch, match, strictEqual } from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdpoint } from '../support/holdpointCli';
import { git, scratchRepository } from '../support/scratchRepository';
import { removeFolder } from '../support/temporaryFolder';

const plan = [
  'schema: plan/1',
  'title: Make a file',
  'steps:',
  '  - {id: make, uses: shell.run, with: {argv: [touch, made.txt]}}',
].join('\n');

describe('what must stand still under a run', function () {
  this.timeout(60_000);
  let root: string;

  beforeEach(() => {
    root = scratchRepository({ 'plan.yaml': plan });
  });
  afterEach(async () => {
    await holdpoint(root, 'stop');
    removeFolder(root);
  });

  it('§1.10: is HEAD; a step on another commit than the first is refused with both', async () => {
    await holdpoint(root, 'run', 'plan.yaml', '--json');
    const waiting = async () => {
      const { stdout } = await holdpoint(root, 'approvals', 'list', '--json');
      return JSON.parse(stdout).items[0] as { approval_id: string; session_id: string };
    };
    const { approval_id, session_id } = await waiting();
    await holdpoint(root, 'approvals', 'grant', approval_id);
    strictEqual((await holdpoint(root, 'run', '--resume', session_id)).exit, 5);
    const before = git(root, 'rev-parse', 'HEAD').trim();
    git(root, 'commit', '-q', '--allow-empty', '-m', 'meanwhile');
    const after = git(root, 'rev-parse', 'HEAD').trim();
    await holdpoint(root, 'approvals', 'grant', (await waiting()).approval_id);
    const { exit, stderr } = await holdpoint(root, 'run', '--resume', session_id);
    match(stderr, new RegExp(`HEAD moved from ${before} to ${after}`));
    strictEqual(exit, 1);
    strictEqual(existsSync(join(root, 'made.txt')), false);
  });

  it('§1.5: is the policy of the opened folder, which decides in a work tree without it, too', async () => {
    const policy =
      'schema: policy/1\npermissions:\n  rules:\n    - {id: no-touch, effect: deny, match: {argv0: [touch]}}\n';
    writeFileSync(join(root, 'holdpoint.policy.yaml'), policy);
    const { exit, stderr } = await holdpoint(
      root,
      'run',
      'plan.yaml',
      '--slot',
      'worktree',
      '--profile',
      'dev',
    );
    match(stderr, /no-touch/);
    strictEqual(exit, 1);
    const slots = join(root, '.holdpoint', 'slots');
    const [slot = ''] = readdirSync(slots);
    doesNotMatch(readdirSync(join(slots, slot)).join(' '), /made|policy/);
  });
});
