import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { userFolder } from '../../server/src/adapters/settings/userFolder';
import { openConnection } from '../../server/src/adapters/store/sqlite/connection';
import { nodeDisk } from '../../server/src/adapters/store/sqlite/disk';
import { holdpoint, holdpointAt } from '../support/holdpointCli';
import { mounted, release } from '../support/mounts';
import { scratchRepository, writeFiles } from '../support/scratchRepository';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { treeState } from '../support/treeState';
import { writing } from './writingPlan';

describe('a workspace in a bad state', function () {
  this.timeout(180_000);
  let root: string;

  const run = (...words: readonly string[]) => holdpoint(root, ...words);
  const store = () => join(root, '.holdpoint', 'store.db');
  const goes = async () => await run('run', 'plan.json', '--profile', 'dev', '--non-interactive');

  beforeEach(() => {
    root = scratchRepository({ 'plan.json': writing('made\n') });
  });
  afterEach(async () => {
    await run('stop');
    removeFolder(root);
  });

  it('works without git, checkpoint and rollback included', async () => {
    rmSync(join(root, '.git'), { recursive: true });
    mkdirSync(join(root, '.holdpoint'));
    assert.match((await run('checkpoint', 'before')).stdout, /^checkpoint \S+$/m);
    const ended = await goes();
    assert.equal(ended.exit, 0, ended.stderr);
    assert.equal(readFileSync(join(root, 'made.txt'), 'utf8'), 'made\n');
    const asked = JSON.parse((await run('rollback', '--json')).stdout);
    const { approval_id } = asked.pending[0];
    await run('approvals', 'grant', approval_id, '--confirm-high-risk');
    const done = await run('rollback', '--apply', approval_id);
    assert.match(done.stdout, /^rollback /);
    assert.ok(!existsSync(join(root, 'made.txt')));
  });

  it('FLOW-04: with a malformed policy nothing runs, and the line is named with exit 2', async () => {
    const before = treeState(root);
    for (const [text, line] of [
      ['schema: policy/1\npermissions:\n  default: perhaps\n', 3],
      ['schema: policy/1\npermissions:\n   - [\n', 4],
      ['schema: policy/1\nsurprise: 1\n', 2],
      ['schema: policy/1\nreliability: {timeout: -5s}\n', 2],
      ['', 1],
    ] as const) {
      writeFiles(root, { 'holdpoint.policy.yaml': text });
      const { exit, stdout, stderr } = await goes();
      assert.equal(exit, 2, stderr);
      assert.equal(stdout, '');
      assert.ok(stderr.split('perhaps').length <= 2, `told once: ${stderr}`);
      assert.match(
        stderr,
        new RegExp(`(?<![0-9])${line}:\\d+.*holdpoint[.]policy[.]yaml|holdpoint[.]policy[.]yaml:${line}:`),
        text,
      );
    }
    rmSync(join(root, 'holdpoint.policy.yaml'));
    assert.deepEqual(treeState(root), before);
  });

  it('FLOW-04: with something else in the place of the policy nothing runs either', async () => {
    const policy = join(root, 'holdpoint.policy.yaml');
    const elsewhere = temporaryFolder();
    writeFiles(elsewhere, { 'policy.yaml': 'schema: policy/1\n' });
    const makers: readonly (() => void)[] = [
      () => mkdirSync(policy),
      () => symlinkSync('nowhere', policy),
      () => symlinkSync(join(elsewhere, 'policy.yaml'), policy),
    ];
    for (const make of makers) {
      make();
      for (const answer of [await goes(), await run('plan', 'validate', 'plan.json')]) {
        assert.equal(answer.exit, 2, answer.stderr);
        assert.match(answer.stderr, /1:1: WRONG_TYPE holdpoint[.]policy[.]yaml: This is no file/);
      }
      rmSync(policy, { recursive: true });
      assert.ok(!existsSync(join(root, 'made.txt')));
    }
    removeFolder(elsewhere);
  });

  it('FLOW-04: the same in the place of the person’s own policy', async () => {
    const home = temporaryFolder();
    const env = { HOME: home, APPDATA: home };
    const policy = join(userFolder(env, home, process.platform), 'policy.yaml');
    mkdirSync(join(policy, '..'), { recursive: true });
    const ask = (...words: readonly string[]) => holdpointAt({ root, env }, ...words);
    const makers: readonly (() => void)[] = [
      () => symlinkSync('nowhere', policy),
      ...(process.platform === 'win32' ? [] : [() => execFileSync('mkfifo', [policy])]),
    ];
    for (const make of makers) {
      make();
      for (const words of [
        ['run', 'plan.json', '--profile', 'dev', '--non-interactive'],
        ['plan', 'validate', 'plan.json'],
        ['policy', 'lint'],
      ]) {
        const answer = await ask(...words);
        assert.equal(answer.exit, 2, answer.stderr);
        assert.match(answer.stderr, /policy[.]yaml[:\s].*This is no file that can be read/s);
      }
      rmSync(policy);
    }
    assert.ok(!existsSync(join(root, 'made.txt')));
    assert.equal((await ask('run', 'plan.json', '--profile', 'dev', '--non-interactive')).exit, 0);
    removeFolder(home);
  });

  it('§1.16: a store from a newer version is not opened and not changed', async () => {
    assert.equal((await goes()).exit, 0);
    await run('stop');
    const connection = await openConnection('node_modules/sql.js/dist/sql-wasm.wasm', nodeDisk, store());
    connection.execute('PRAGMA locking_mode = EXCLUSIVE');
    connection.execute(
      "INSERT INTO schema_migrations(version, applied_at) VALUES (9999, '2100-01-01T00:00:00.000Z')",
    );
    connection.close();
    const before = readFileSync(store());
    const { exit, stderr } = await run('session', 'list');
    assert.notEqual(exit, 0);
    assert.match(stderr, /newer version/);
    assert.match(stderr, /Update Holdpoint/);
    assert.doesNotMatch(stderr, /timestamp|stack/);
    const repair = await run('store', 'repair');
    assert.equal(repair.exit, 1, repair.stdout);
    assert.match(repair.stderr, /newer version/);
    assert.ok(readFileSync(store()).equals(before));
  });

  it('§1.10: a damaged store is read-only, says so, and is repaired', async () => {
    assert.equal((await goes()).exit, 0);
    await run('stop');
    const size = statSync(store()).size;
    const bytes = readFileSync(store());
    bytes.fill(0xa5, Math.floor(size / 2), Math.floor(size / 2) + 8192);
    writeFileSync(store(), bytes);
    writeFiles(root, { 'plan.json': writing('other\n') });
    const refused = await goes();
    assert.equal(refused.exit, 1, refused.stderr);
    assert.match(refused.stderr, /store repair/);
    assert.equal(readFileSync(join(root, 'made.txt'), 'utf8'), 'made\n');
    await run('stop');
    const repaired = await run('store', 'repair');
    assert.equal(repaired.exit, 0, repaired.stderr);
    assert.equal((await goes()).exit, 0);
    assert.equal(readFileSync(join(root, 'made.txt'), 'utf8'), 'other\n');
  });

  it('regression 33: of commands that start at once all are answered by one server', async () => {
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => run('session', 'create', '--goal', 'x', '--json')),
    );
    for (const { exit, stderr } of answers) {
      assert.equal(exit, 0, stderr);
    }
    assert.equal(JSON.parse((await run('session', 'list', '--json')).stdout).total, 4);
  });

  it('§1.2: nothing in a plan steers the terminal', async () => {
    const evil = '\u001b[2J\u001b]0;owned\u0007\u202egpj.exe\u2066\u200b\r';
    const plan = {
      schema: 'plan/1',
      title: `t${evil}`,
      goal: evil,
      workspace: { slot: 'in_place' },
      steps: [
        {
          id: 'draft',
          title: evil,
          uses: 'write_file_preview',
          with: { path: `x\u202egpj.exe`, content: evil },
        },
        {
          id: 'work',
          needs: ['draft'],
          uses: 'shell.run',
          with: { argv: ['node', '-e', 'console.error(process.argv[1])', evil] },
        },
      ],
    };
    writeFiles(root, { 'plan.json': JSON.stringify(plan) });
    const outputs = [
      await run('run', 'plan.json', '--non-interactive'),
      await run('plan', 'validate', 'plan.json'),
    ];
    const [session] = JSON.parse((await run('session', 'list', '--json')).stdout).items;
    const [question] = JSON.parse((await run('approvals', 'list', '--json')).stdout).items;
    for (const words of [
      ['approvals', 'list'],
      ['approvals', 'show', question.approval_id],
      ['approvals', 'grant', question.approval_id],
      ['run', '--resume', session.id, '--non-interactive'],
      ['plan', 'show', session.id, '1'],
      ['session', 'list'],
      ['session', 'show', session.id],
      ['explain', session.id],
      ['trace', 'list'],
      ['trace', 'show', '--include-events'],
      ['report', 'latest'],
      ['logs', 'search', session.id],
      ['step', 'approve', session.id, '../\u001b[2J'],
    ]) {
      outputs.push(await run(...words));
    }
    for (const { stdout, stderr } of outputs) {
      assert.doesNotMatch(stdout + stderr, /(?![\n\t])[\p{Cc}\p{Cf}]/u);
    }
  });

  it('a workspace that cannot be written is named, and nothing is lost', async () => {
    const sealed = temporaryFolder();
    writeFiles(sealed, { 'plan.json': writing('made\n') });
    chmodSync(sealed, 0o555);
    const isMounted = mounted('--bind', sealed, sealed) && mounted('-o', 'remount,bind,ro', sealed);
    // Where nothing can be mounted and modes bind nobody, a file in the place of the state folder does as well.
    const isOpen = !isMounted && process.getuid?.() === 0;
    if (isOpen) {
      writeFiles(sealed, { '.holdpoint': '' });
    }
    try {
      const { exit, stderr } = await run('session', 'list', '--root', sealed);
      assert.equal(exit, 4, stderr);
      assert.match(stderr, /cannot start a server in .*: (?:EROFS|EACCES|EPERM|ENOTDIR|EEXIST)/);
    } finally {
      release(sealed, isMounted);
    }
  });
});
