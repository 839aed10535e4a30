import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandEnd, holdpoint, holdpointAt } from '../support/holdpointCli';
import { git, scratchRepository, writeFiles } from '../support/scratchRepository';
import { removeFolder } from '../support/temporaryFolder';
import { treeState } from '../support/treeState';

const changing = [
  'schema: plan/1',
  'title: Change a file',
  'workspace: {slot: in_place}',
  'steps:',
  '  - {id: draft, uses: write_file_preview, with: {path: a.txt, content: "two\\n"}}',
  '  - {id: apply, uses: write_file_apply, needs: [draft], with: {preview: "${steps.draft.output}"}}',
].join('\n');
const failing = (code: number) =>
  `schema: plan/1\ntitle: Fails\nprofile: dev\nworkspace: {slot: in_place}\nsteps:\n  - {id: work, uses: shell.run, with: {argv: [node, -e, "process.exit(${code})"]}}\n`;

describe('the command line from end to end', function () {
  this.timeout(60_000);
  let root: string;

  beforeEach(() => {
    root = scratchRepository({ 'a.txt': 'one\n', 'plan.yaml': changing, 'failing.yaml': failing(3) });
  });
  afterEach(async () => {
    await holdpoint(root, 'stop');
    removeFolder(root);
  });

  const run = (...words: readonly string[]) => holdpoint(root, ...words);
  const json = async (...words: readonly string[]) => {
    const ended = await run(...words, '--json');
    return { exit: ended.exit, document: JSON.parse(ended.stdout) };
  };
  const text = () => readFileSync(join(root, 'a.txt'), 'utf8');

  it('§1.12, GATE-33: waits with exit 5 and its pending record, is granted, resumes, and ends with 0', async () => {
    const first = await json('run', 'plan.yaml', '--non-interactive');
    assert.equal(first.exit, 5);
    const [plan] = first.document.pending;
    assert.deepEqual(Object.keys(plan), [
      'approval_id',
      'subject_type',
      'subject_id',
      'step_id',
      'digest',
      'preview_ids',
      'expires_at',
    ]);
    assert.deepEqual([first.document.status, plan.subject_type], ['awaiting_approval', 'plan']);
    const stale = await json('approvals', 'grant', plan.approval_id, '--digest', `sha256:${'0'.repeat(64)}`);
    assert.deepEqual([stale.exit, stale.document.error_code], [1, 'APPROVAL_STALE']);
    assert.equal((await json('approvals', 'grant', plan.approval_id)).exit, 0);
    const second = await json('run', '--resume', first.document.session_id, '--non-interactive');
    assert.equal(second.exit, 5);
    const [apply] = second.document.pending;
    assert.deepEqual([apply.subject_type, apply.step_id], ['step', 'apply']);
    assert.equal(apply.preview_ids.length, 1);
    assert.equal(text(), 'one\n');
    assert.match((await run('approvals', 'show', apply.approval_id)).stdout, /^-one\n[+]two$/m);
    assert.equal((await json('approvals', 'grant', apply.approval_id, '--digest', apply.digest)).exit, 0);
    const third = await json('run', '--resume', second.document.trace_id, '--non-interactive');
    assert.equal(third.exit, 0, JSON.stringify(third.document));
    assert.equal(text(), 'two\n');
    const again = await json('approvals', 'grant', apply.approval_id);
    assert.deepEqual([again.exit, again.document.error_code], [1, 'ALREADY_DECIDED']);
  });

  it('GATE-33, FLOW-11: fails with its text, wants a new version, and goes on with it', async () => {
    const failed = await run('run', 'failing.yaml', '--profile', 'dev', '--non-interactive');
    assert.equal(failed.exit, 1);
    assert.equal(failed.stdout, '');
    const lines = failed.stderr.slice(failed.stderr.indexOf('Flow failed.')).split('\n');
    assert.equal(lines[0], 'Flow failed.');
    assert.match(lines[1] ?? '', /^ {2}trace_id: [0-9a-f]{32}$/);
    assert.equal(lines[2], '  failed_node: work');
    assert.match(lines[3] ?? '', /^ {2}reason: .*3/);
    assert.equal(lines[4], '  policy: fail_fast=True, retry=fixed(max_attempts=1, delay=0ms)');
    assert.match(lines[5] ?? '', /^ {2}payload_preview: /);
    const session = /session_[0-9a-f]{12}/.exec(failed.stderr)?.[0] ?? '';
    const explained = await json('explain', session);
    assert.equal(explained.document.needs_replan, true);
    const refused = await json('step', 'execute', session, 'work');
    assert.deepEqual([refused.exit, refused.document.error_code], [1, 'NEEDS_REPLAN']);
    writeFiles(root, { 'failing.yaml': failing(0) });
    const imported = await json('plan', 'import', session, 'failing.yaml');
    assert.deepEqual([imported.exit, imported.document.version], [0, 2]);
    const resumed = await run('run', '--resume', session, '--non-interactive');
    assert.equal(resumed.exit, 0, resumed.stderr);
    assert.equal((await json('session', 'show', session)).document.needs_replan, false);
  });

  it('§1.12: each exit code has its case', async () => {
    const expected: readonly (readonly [number, readonly string[]])[] = [
      [4, ['session', 'list', '--no-start']],
      [0, ['session', 'list']],
      [1, ['run', 'failing.yaml', '--profile', 'dev', '--non-interactive']],
      [1, ['session', 'show', 'session_000000000000']],
      [2, ['no-such-command']],
      [2, ['run']],
      [2, ['session', 'show', '../x']],
      [2, ['run', 'plan.yaml', '--set', 'surprise=1']],
      [2, ['rollback', 'nothing-of-this-name']],
      [4, ['session', 'list', '--token', '0'.repeat(64)]],
      [5, ['run', 'plan.yaml', '--non-interactive']],
    ];
    for (const [exit, words] of expected) {
      const ended: CommandEnd = await run(...words);
      assert.equal(ended.exit, exit, `${words.join(' ')}: ${ended.stderr}`);
    }
  });

  it('regression 35: quickstart, flow run and wizard never approve by themselves', async () => {
    const before = treeState(root);
    assert.equal((await run('quickstart', 'plan.yaml')).exit, 5);
    assert.equal((await run('flow', 'run', 'plan.yaml', '--goal', 'x')).exit, 5);
    assert.equal((await holdpointAt({ root, input: 'goal\n\nnode -e 0\ny\ny\n' }, 'wizard', 'run')).exit, 2);
    const { document } = await json('approvals', 'list', '--all');
    assert.ok(document.items.length >= 2);
    for (const { status } of document.items) {
      assert.equal(status, 'requested');
    }
    assert.deepEqual(treeState(root), before);
  });

  it('OPS-05, OPS-06: checkpoint and rollback print their lines and leave HEAD, index and reflog alone', async () => {
    const before = treeState(root);
    const kept = await run('checkpoint', 'before');
    const hash = /^checkpoint ([0-9a-f]{40})$/m.exec(kept.stdout)?.[1] ?? '';
    assert.equal(readFileSync(join(root, 'logs/last_checkpoint.txt'), 'utf8'), `${hash}\n`);
    const ref = git(root, 'for-each-ref', '--format=%(refname)', 'refs/holdpoint/checkpoints').trim();
    assert.equal(git(root, 'rev-parse', ref).trim(), hash);
    const { logs: _, 'logs/last_checkpoint.txt': __, ...after } = treeState(root);
    assert.deepEqual(after, before);
    assert.equal((await run('run', 'plan.yaml', '--profile', 'dev', '--non-interactive')).exit, 0);
    assert.equal(text(), 'two\n');
    const asked = await json('rollback', '--yes');
    assert.equal(asked.exit, 5, JSON.stringify(asked.document));
    assert.equal(text(), 'two\n');
    const { approval_id } = asked.document.pending[0];
    await run('approvals', 'grant', approval_id, '--confirm-high-risk');
    const done = await run('rollback', '--apply', approval_id);
    assert.ok(done.stdout.startsWith(`rollback ${hash}\n`), done.stdout);
    assert.match(done.stdout, /^verify (?:passed|failed)/m);
    assert.equal(text(), 'one\n');
    const again = await json('rollback', '--apply', approval_id);
    assert.equal(again.exit, 1);
    const { document: nothing } = await json('rollback', hash);
    const { document: open } = await json('approvals', 'list');
    assert.deepEqual(
      [nothing.status, nothing.approval_id, nothing.files, open.total],
      ['nothing', null, [], 0],
    );
  });

  it('OPS-05, OPS-06: the last checkpoint is found again where it made a real commit, and none is left by a refused one', async () => {
    const count = async () => (await json('checkpoint', '--list')).document.total as number;
    const before = await count();
    assert.equal((await run('checkpoint', 'bare', '--commit')).exit, 2);
    assert.equal(await count(), before);
    writeFiles(root, { 'kept.txt': 'kept\n' });
    const kept = await run('checkpoint', 'mine', '--commit', '--path', 'kept.txt');
    const head = git(root, 'rev-parse', 'HEAD').trim();
    assert.equal(kept.stdout, `checkpoint ${head}\n`);
    assert.equal(git(root, 'log', '-1', '--format=%s').trim(), 'CHECKPOINT mine');
    for (const words of [['rollback'], ['rollback', '-TargetCommit', head]]) {
      const { exit, document } = await json(...words, '--yes');
      assert.equal(exit, 0, JSON.stringify(document));
      assert.equal(document.hash, head);
    }
  });

  it('§1.9: an exported chain names the event of a flipped byte', async () => {
    await run('run', 'plan.yaml', '--profile', 'dev', '--non-interactive');
    await run('audit', 'export', '-o', join(root, 'chain.ndjson'));
    const path = join(root, 'chain.ndjson');
    assert.equal((await run('audit', 'verify', path, '--no-start')).exit, 0);
    const chain = readFileSync(path, 'utf8');
    const seq = JSON.parse(chain.split('\n')[4] ?? '').seq;
    const lines = chain.split('\n');
    lines[4] = (lines[4] ?? '').replace('"summary":"', '"summary":"!');
    writeFiles(root, { 'chain.ndjson': lines.join('\n') });
    const broken = await json('audit', 'verify', path, '--no-start');
    assert.equal(broken.exit, 1);
    assert.equal(broken.document.broken.seq, seq);
  });

  it('§1.5: policy explain names rule, file and line, and simulate what would change', async () => {
    writeFiles(root, {
      'holdpoint.policy.yaml':
        'schema: policy/1\npermissions:\n  rules:\n    - {id: no-node, effect: deny, tool: shell.run, match: {argv0: [node]}}\n',
    });
    const explained = await run('policy', 'explain', 'work', '--file', 'failing.yaml');
    assert.match(explained.stdout, /no-node/);
    assert.match(explained.stdout, /holdpoint[.]policy[.]yaml:4/);
    const denied = await run('run', 'failing.yaml', '--profile', 'dev', '--non-interactive');
    assert.equal(denied.exit, 1);
    assert.match(denied.stderr, /no-node/);
    writeFiles(root, { 'free.yaml': 'schema: policy/1\n' });
    const simulated = await json('policy', 'simulate', 'free.yaml');
    const [change] = simulated.document.changed;
    assert.deepEqual([change.step_id, change.before], ['work', 'deny']);
  });
});
