import { deepStrictEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { memoryContent } from '../../server/src/adapters/content';
import { gitCli } from '../../server/src/adapters/git/gitCli';
import { memoryGit } from '../../server/src/adapters/git/memoryGit';
import { memoryWorkspace } from '../../server/src/adapters/workspace/memoryWorkspace';

const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

describe('git around a slot', () => {
  let base = '';
  let root = '';
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'holdpoint-git-'));
    root = join(base, 'repo');
    mkdirSync(root);
  });
  afterEach(() => rmSync(base, { recursive: true }));

  const git = (...argv: string[]): string =>
    execFileSync(
      'git',
      ['-c', 'core.safecrlf=false', '-c', 'user.name=A Person', '-c', 'user.email=a@example.org', ...argv],
      {
        cwd: root,
        encoding: 'utf8',
      },
    ).trim();
  const edit = (path: string, text: string | Uint8Array): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const start = (): void => {
    git('init', '-q', '-b', 'main');
    edit('a.txt', 'a\n');
    edit('sub/b.txt', 'b\n');
    edit('.gitignore', 'ignored/\n');
    git('add', '.');
    git('commit', '-q', '-m', 'first');
  };
  const adapter = (directory = root) => gitCli(directory, { content: memoryContent() });
  const stateOf = (): unknown => {
    const index = join(root, '.git/index');
    const present = existsSync(index);
    return {
      head: readFileSync(join(root, '.git/HEAD'), 'utf8'),
      index: present ? sha256(readFileSync(index)) : null,
      indexTime: present ? statSync(index, { bigint: true }).mtimeNs : null,
      reflog: existsSync(join(root, '.git/logs/HEAD'))
        ? readFileSync(join(root, '.git/logs/HEAD'), 'utf8')
        : null,
      status: git('--no-optional-locks', 'status', '--porcelain', '-uall'),
    };
  };

  it('records tracked and untracked files as they lie on disk and leaves the rest of the world alone', async () => {
    start();
    edit('a.txt', 'changed\r\n');
    edit('staged.txt', 'staged\n');
    git('add', 'staged.txt');
    edit('staged.txt', 'and changed\n');
    edit('new/\u00e9 "x"\n.txt', 'new\n');
    edit('ignored/big', 'no\n');
    edit('.holdpoint/store.db', 'no\n');
    edit('run.sh', '#!/bin/sh\n');
    chmodSync(join(root, 'run.sh'), 0o755);
    rmSync(join(root, 'sub/b.txt'));
    symlinkSync('a.txt', join(root, 'link'));
    git('config', 'core.logAllRefUpdates', 'always');
    const before = stateOf();
    const snapshot = await adapter().snapshot('ckpt_000000000001');
    deepStrictEqual(stateOf(), before);
    equal(snapshot.git_ref, 'refs/holdpoint/checkpoints/ckpt_000000000001');
    equal(git('rev-parse', `${snapshot.git_ref}`), snapshot.commit_sha);
    equal(git('rev-parse', `${snapshot.git_ref}^{tree}`), snapshot.tree_sha);
    equal(git('rev-parse', `${snapshot.git_ref}^`), snapshot.head_sha);
    equal(snapshot.files, 5);
    deepStrictEqual(await adapter().files(snapshot), {
      '.gitignore': { sha256: sha256('ignored/\n'), mode: 0o644 },
      'a.txt': { sha256: sha256('changed\r\n'), mode: 0o644 },
      'new/\u00e9 "x"\n.txt': { sha256: sha256('new\n'), mode: 0o644 },
      'run.sh': { sha256: sha256('#!/bin/sh\n'), mode: 0o755 },
      'staged.txt': { sha256: sha256('and changed\n'), mode: 0o644 },
    });
    deepStrictEqual(await adapter().fileAt(snapshot, 'a.txt'), new TextEncoder().encode('changed\r\n'));
    equal(await adapter().fileAt(snapshot, 'sub/b.txt'), undefined);
    equal(await adapter().fileAt(snapshot, '../x'), undefined);
    equal(existsSync(join(root, '.git/logs/refs/holdpoint')), false);
  });

  it('keeps the very bytes where git would convert them', async () => {
    start();
    edit('.gitattributes', '* text=auto eol=lf\n*.big filter=shout\n');
    git('config', 'filter.shout.clean', 'tr a-z A-Z');
    edit('dos.txt', 'one\r\ntwo\r\n');
    edit('x.big', 'quiet\n');
    git('add', '.');
    git('commit', '-q', '-m', 'second');
    const snapshot = await adapter().snapshot('ckpt_1');
    const files = await adapter().files(snapshot);
    equal(files['dos.txt']?.sha256, sha256('one\r\ntwo\r\n'));
    equal(files['x.big']?.sha256, sha256('quiet\n'));
  });

  it('sees an edit of the same size in the same instant', async () => {
    start();
    const index = statSync(join(root, '.git/index'));
    edit('a.txt', 'A\n');
    utimesSync(join(root, 'a.txt'), index.mtime, index.mtime);
    const snapshot = await adapter().snapshot('ckpt_1');
    equal((await adapter().files(snapshot))['a.txt']?.sha256, sha256('A\n'));
  });

  it('records many files at once, byte for byte', async () => {
    start();
    const names = Array.from({ length: 150 }, (_, index) => `many/${index}\n "x"`);
    for (const [index, name] of names.entries()) edit(name, index === 0 ? '' : `${index}\r\nblob\n`);
    const before = stateOf();
    const snapshot = await adapter().snapshot('ckpt_1');
    deepStrictEqual(stateOf(), before);
    equal(snapshot.files, 153);
    const files = await adapter().files(snapshot);
    equal(files[names[0] ?? '']?.sha256, sha256(''));
    equal(files[names[149] ?? '']?.sha256, sha256('149\r\nblob\n'));
  });

  it('leaves out and lists huge files, submodules and nested repositories', async () => {
    start();
    edit('huge', '');
    truncateSync(join(root, 'huge'), 50 * 1024 * 1024 + 1);
    execFileSync('git', ['init', '-q', join(root, 'nested')]);
    edit('nested/x', 'x');
    git('update-index', '--add', '--cacheinfo', `160000,${git('rev-parse', 'HEAD')},module`);
    mkdirSync(join(root, 'module'));
    const before = stateOf();
    const snapshot = await adapter().snapshot('ckpt_1');
    deepStrictEqual(snapshot.left_out, ['huge', 'module', 'nested/']);
    equal(snapshot.files, 3);
    deepStrictEqual(stateOf(), before);
  });

  it('knows a slot in a sub-directory, even while another one is in a merge conflict', async () => {
    start();
    git('checkout', '-q', '-b', 'other');
    edit('a.txt', 'theirs\n');
    git('commit', '-q', '-a', '-m', 'theirs');
    git('checkout', '-q', 'main');
    edit('a.txt', 'ours\n');
    git('commit', '-q', '-a', '-m', 'ours');
    try {
      git('merge', '-q', 'other');
    } catch {
      match(git('status', '--porcelain'), /^UU a.txt/);
    }
    edit('sub/c.txt', 'c\n');
    const before = stateOf();
    const slot = adapter(join(root, 'sub'));
    const snapshot = await slot.snapshot('ckpt_1');
    deepStrictEqual(stateOf(), before);
    deepStrictEqual(Object.keys(await slot.files(snapshot)), ['b.txt', 'c.txt']);
    deepStrictEqual(await slot.fileAt(snapshot, 'c.txt'), new TextEncoder().encode('c\n'));
  });

  it('works before the first commit and with a detached HEAD', async () => {
    git('init', '-q', '-b', 'trunk');
    edit('a.txt', 'a\n');
    deepStrictEqual(await adapter().head(), { commit: null, branch: 'trunk' });
    const before = stateOf();
    const snapshot = await adapter().snapshot('ckpt_1');
    deepStrictEqual(stateOf(), before);
    deepStrictEqual([snapshot.head_sha, snapshot.files], [null, 1]);
    git('add', '.');
    git('commit', '-q', '-m', 'first');
    git('checkout', '-q', '--detach');
    deepStrictEqual(await adapter().head(), { commit: git('rev-parse', 'HEAD'), branch: null });
  });

  it('runs no program of the repository', async () => {
    start();
    const trap = join(root, '.git/hooks/trap');
    mkdirSync(dirname(trap), { recursive: true });
    writeFileSync(trap, `#!/bin/sh\ntouch "${base}/sprung"\nexit 1\n`, { mode: 0o755 });
    for (const hook of [
      'pre-commit',
      'commit-msg',
      'post-commit',
      'reference-transaction',
      'post-index-change',
    ]) {
      writeFileSync(join(dirname(trap), hook), readFileSync(trap), { mode: 0o755 });
    }
    git('config', 'core.fsmonitor', trap);
    git('config', 'diff.external', trap);
    git('config', 'user.name', 'A Person');
    git('config', 'user.email', 'a@example.org');
    rmSync(join(base, 'sprung'), { force: true });
    edit('a.txt', 'again\n');
    const snapshot = await adapter().snapshot('ckpt_1');
    await adapter().files(snapshot);
    await adapter().commit(['a.txt'], 'CHECKPOINT x');
    equal(existsSync(join(base, 'sprung')), false);
  });

  it('knows a linked worktree', async () => {
    start();
    const tree = join(base, 'tree');
    git('worktree', 'add', '-q', '-b', 'side', tree);
    writeFileSync(join(tree, 'a.txt'), 'aside\n');
    const before = stateOf();
    const slot = adapter(tree);
    const snapshot = await slot.snapshot('ckpt_1');
    equal((await slot.files(snapshot))['a.txt']?.sha256, sha256('aside\n'));
    equal((await slot.head())?.branch, 'side');
    await slot.excludeState();
    ok(readFileSync(join(root, '.git/info/exclude'), 'utf8').includes('.holdpoint/'));
    deepStrictEqual(stateOf(), before);
  });

  it('commits the listed paths and no others', async () => {
    start();
    git('config', 'user.name', 'A Person');
    git('config', 'user.email', 'a@example.org');
    edit('a.txt', 'again\n');
    edit('new.txt', 'new\n');
    edit('other.txt', 'other\n');
    git('add', 'other.txt');
    rmSync(join(root, 'sub/b.txt'));
    const commit = await adapter().commit(['a.txt', 'new.txt', 'sub/b.txt'], 'CHECKPOINT one');
    equal(git('rev-parse', 'HEAD'), commit);
    equal(
      git('show', '--name-status', '--format=%s', 'HEAD'),
      'CHECKPOINT one\n\nM\ta.txt\nA\tnew.txt\nD\tsub/b.txt',
    );
    equal(git('status', '--porcelain'), 'A  other.txt');
    await rejects(adapter().commit(['a.txt'], 'again'), {
      code: 'STATE_CONFLICT',
      message: /nothing to commit/,
    });
    await rejects(adapter().commit(['*.txt'], 'pattern'), { code: 'STATE_CONFLICT' });
  });

  it('lists its state as excluded, once', async () => {
    start();
    edit('.holdpoint/store.db', '');
    await adapter().excludeState();
    await adapter().excludeState();
    equal(git('status', '--porcelain', '-uall'), '');
    const text = readFileSync(join(root, '.git/info/exclude'), 'utf8');
    equal(text.split('\n').filter((line) => line === '.holdpoint/').length, 1);
  });

  it('refuses an id that is no id', async () => {
    start();
    await rejects(adapter().snapshot('../../heads/main'), { code: 'BAD_REQUEST' });
  });

  it('keeps snapshots in the content store where there is no git', async () => {
    edit('a.txt', 'a\r\n');
    edit('sub/b.txt', '');
    edit('node_modules/x/y', 'no');
    edit('.holdpoint/z', 'no');
    chmodSync(join(root, 'a.txt'), 0o755);
    const slot = adapter();
    equal(await slot.head(), undefined);
    const snapshot = await slot.snapshot('ckpt_1');
    deepStrictEqual(await slot.files(snapshot), {
      'a.txt': { sha256: sha256('a\r\n'), mode: 0o755 },
      'sub/b.txt': { sha256: sha256(''), mode: 0o644 },
    });
    deepStrictEqual([snapshot.git_ref, snapshot.files, snapshot.left_out], [null, 2, ['node_modules/']]);
    deepStrictEqual(await slot.fileAt(snapshot, 'a.txt'), new TextEncoder().encode('a\r\n'));
    equal(await slot.fileAt(snapshot, 'constructor'), undefined);
    await rejects(slot.commit(['a.txt'], 'x'), { code: 'STATE_CONFLICT' });
    const twin = memoryGit(memoryWorkspace({ 'a.txt': 'a\r\n' }), memoryContent());
    const copy = await twin.snapshot('ckpt_1');
    ok((await twin.fileAt(copy, 'a.txt'))?.length === 3);
    deepStrictEqual(Object.keys(await twin.files(copy)), ['a.txt']);
  });
});
