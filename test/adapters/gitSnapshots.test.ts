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
});
