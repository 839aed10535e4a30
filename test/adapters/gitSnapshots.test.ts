import { equal } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryContent } from '../../server/src/adapters/content';
import { gitCli } from '../../server/src/adapters/git/gitCli';
import { until } from '../support/until';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('snapshots one after the other', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'holdpoint-git-'));
    git('init', '-q', '-b', 'main');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const git = (...argv: string[]): string => execFileSync('git', argv, { cwd: root, encoding: 'utf8' });
  const edit = (path: string, text: string): void => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  /** What was touched a moment ago may be touched again unseen, and is not relied upon. */
  const settled = (path: string) =>
    until('the file to settle', () => Date.now() - statSync(join(root, path)).ctimeMs > 150);
  const adapter = () => gitCli(root, { content: memoryContent() });

  it('find an edit of a file that was stored before', async () => {
    const kept = adapter();
    edit('loose.txt', 'one\n');
    for (const text of ['one\n', 'two\n', 'two\n']) {
      edit('loose.txt', text);
      await settled('loose.txt');
      const { 'loose.txt': file } = await kept.files(await kept.snapshot(null));
      equal(file?.sha256, sha256(text));
    }
    equal(git('for-each-ref', 'refs/holdpoint'), '');
  });

  it('store again what the repository has lost meanwhile', async () => {
    const kept = adapter();
    edit('loose.txt', 'one\n');
    await settled('loose.txt');
    await kept.snapshot(null);
    const packs = join(root, '.git/objects/pack');
    for (const name of readdirSync(packs)) rmSync(join(packs, name));
    const snapshot = await kept.snapshot('ckpt_000000000001');
    equal((await adapter().files(snapshot))['loose.txt']?.sha256, sha256('one\n'));
  });

  it('follow a file that becomes a folder and a folder that becomes a file', async () => {
    edit('a', 'file\n');
    edit('b/c', 'below\n');
    git('add', '.');
    git('-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', 'first');
    rmSync(join(root, 'a'));
    rmSync(join(root, 'b'), { recursive: true });
    edit('a/d', 'below\n');
    edit('b', 'file\n');
    const snapshot = await adapter().snapshot('ckpt_000000000001');
    equal(Object.keys(await adapter().files(snapshot)).join(' '), 'a/d b');
    equal(snapshot.files, 2);
  });

  const packs = () =>
    readdirSync(join(root, '.git/objects/pack'))
      .filter((name) => name.endsWith('.pack'))
      .sort();
  /** Some folders of files, of which one differs from time to time. */
  const textAt = (turn: number) => `// ${turn}\n${'the same line again\n'.repeat(20)}`;
  const prepare = () => {
    for (let at = 0; at < 30; at += 1) edit(`part/file${at}.ts`, textAt(-at));
    git('add', '.');
    git('-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', 'first');
    git('repack', '-q', '-a', '-d');
    return packs();
  };
  const takeMany = async (count: number) => {
    const kept = adapter();
    const taken = [];
    for (let turn = 1; turn <= count; turn += 1) {
      edit('part/file0.ts', textAt(turn));
      taken.push(await kept.snapshot(`ckpt_${String(turn).padStart(12, '0')}`));
    }
    return taken;
  };

  it('§1.8: become one pack after a while, each still whole, and leave the packs of others alone', async () => {
    const others = prepare();
    edit('seen.txt', 'stored by a look\n');
    await adapter().snapshot(null);
    // Git finds the bytes in our pack and does not store them again.
    git('add', 'seen.txt');
    const taken = await takeMany(9);
    equal(packs().length <= others.length + 3, true, packs().join(' '));
    equal(packs().includes(others.join(' ')), true);
    equal(git('fsck', '--full', '--strict', '--no-dangling'), '');
    equal(git('cat-file', '-p', ':seen.txt'), 'stored by a look\n');
    for (const [index, snapshot] of taken.entries()) {
      const { 'part/file0.ts': file, 'part/file1.ts': other } = await adapter().files(snapshot);
      equal(file?.sha256, sha256(textAt(index + 1)));
      equal(other?.sha256, sha256(textAt(-1)));
    }
  });

  it('stay in packs of their own where their names cannot be kept', async () => {
    const others = prepare();
    mkdirSync(join(root, '.git/objects/info/holdpoint-packs'), { recursive: true });
    await takeMany(9);
    equal(packs().length, others.length + 9);
  });

  it('stay in packs of their own while git keeps house', async () => {
    const others = prepare();
    writeFileSync(join(root, '.git/gc.pid'), '1 somewhere\n');
    await takeMany(9);
    equal(packs().length, others.length + 9);
  });
});
