import { deepStrictEqual, equal, ok, rejects } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, open, rename, symlink, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '#protocol/errors';
import { diskFailure } from '../../server/src/adapters/workspace/diskFailure';
import { nodeWorkspace } from '../../server/src/adapters/workspace/nodeWorkspace';
import { StagedWrite } from '../../server/src/adapters/workspace/stagedWrite';
import type { FileWrite, Workspace } from '../../server/src/runtime/ports';

const write = (path: string, after: string | null, before: string | null = null): FileWrite => ({
  path,
  before_sha256: before === null ? null : createHash('sha256').update(before).digest('hex'),
  after: after === null ? null : new TextEncoder().encode(after),
  mode: null,
});

describe('a workspace under attack', () => {
  let base = '';
  let root = '';
  let outside = '';
  let workspace: Workspace;
  beforeEach(() => {
    base = realpathSync(mkdtempSync(join(tmpdir(), 'holdpoint-attack-')));
    root = join(base, 'slot');
    outside = join(base, 'outside');
    for (const path of [root, outside, join(root, '.git'), join(root, 'real')]) mkdirSync(path);
    workspace = nodeWorkspace(root);
  });
  afterEach(() => rmSync(base, { recursive: true }));

  it('follows symlinks to where they really lead, and stops those that lead out', async () => {
    writeFileSync(join(outside, 'secret'), 'secret');
    symlinkSync(outside, join(root, 'out'));
    symlinkSync('../outside/secret', join(root, 'leaf'));
    symlinkSync('real', join(root, 'in'));
    symlinkSync('out', join(root, 'twice'));
    for (const path of ['out/secret', 'leaf', 'twice/secret', 'in/../out/new', 'in/../../outside/secret']) {
      const fact = await workspace.fact(path);
      deepStrictEqual([fact.inside, fact.relative], [false, path], path);
      await rejects(workspace.read(path), { code: 'DENIED' });
      await rejects(workspace.apply([write(path, 'x')]), { code: 'DENIED' });
    }
    equal(readFileSync(join(outside, 'secret'), 'utf8'), 'secret');
    const fact = await workspace.fact('in/new');
    deepStrictEqual(
      [fact.inside, fact.relative, fact.symlink, fact.kind],
      [true, 'real/new', true, 'missing'],
    );
    await workspace.apply([write('in/new', 'x')]);
    equal(readFileSync(join(root, 'real/new'), 'utf8'), 'x');
  });

  it('takes .. from the real directory behind a symlink', async () => {
    mkdirSync(join(root, 'real/deep'));
    symlinkSync('real/deep', join(root, 'link'));
    equal((await workspace.fact('link/../x')).relative, 'real/x');
  });

  it('refuses symlinks as files, loops, and links into protected places', async () => {
    writeFileSync(join(root, 'real/file'), 'a');
    symlinkSync('real/file', join(root, 'alias'));
    symlinkSync('loop', join(root, 'loop'));
    symlinkSync('.git', join(root, 'innocent'));
    symlinkSync('real', join(root, '.holdpoint'));
    await rejects(workspace.apply([write('alias', 'b', 'a')]), { code: 'DENIED', message: /is a symlink/ });
    equal((await workspace.fact('loop')).inside, false);
    equal((await workspace.fact('innocent/config')).protected, 'git');
    equal((await workspace.fact('.holdpoint/x')).protected, 'state');
    await rejects(workspace.apply([write('innocent/config', 'x')]), { code: 'DENIED' });
    deepStrictEqual(readdirSync(join(root, '.git')), []);
    ok(lstatSync(join(root, 'alias')).isSymbolicLink());
  });

  it('writes nothing outside while a directory is swapped for a symlink again and again', async () => {
    const directory = join(root, 'swapped');
    mkdirSync(directory);
    let isOver = false;
    let turns = 0;
    // The write itself may make the directory anew, and remove it again, between two moves.
    const ignored = (): void => {};
    const swap = async (): Promise<void> => {
      while (!isOver) {
        const aside = join(base, `aside-${turns++}`);
        await rename(directory, aside).catch(() => mkdir(aside));
        await symlink(outside, directory).catch(ignored);
        await unlink(directory).catch(ignored);
        await rename(aside, directory).catch(ignored);
        for (let turn = 0; turn < turns % 40; turn++) await setImmediate();
      }
    };
    const swapping = swap();
    const outcomes = new Set<string>();
    for (let round = 0; round < 150; round++) {
      const outcome = await workspace.apply([write(`swapped/${round}/file`, 'x')]).then(
        () => 'written',
        (error: AppError) => error.code,
      );
      outcomes.add(outcome);
    }
    isOver = true;
    await swapping;
    deepStrictEqual(readdirSync(outside), []);
    ok(turns > 10);
    ok(outcomes.size > 0 && !outcomes.has('INTERNAL'), [...outcomes].join());
  }).timeout(120_000);

  it('loses nothing that somebody writes into a file while it is being replaced', async () => {
    for (const after of [new TextEncoder().encode('new'), null]) {
      writeFileSync(join(root, 'a'), 'old');
      const editor = await open(join(root, 'a'), 'r+');
      const checked = { write: { ...write('a', null, 'old'), after }, real: join(root, 'a'), mode: 0o644 };
      const staged = await StagedWrite.stage(checked, []);
      await staged.commit();
      await staged.check();
      await editor.write('late');
      await rejects(staged.check(), { code: 'PREVIEW_MISMATCH' });
      await staged.undo();
      equal(await staged.finish(), undefined);
      equal(readFileSync(join(root, 'a'), 'utf8'), 'late');
      await editor.close();
    }
    deepStrictEqual(readdirSync(root), ['.git', 'a', 'real']);
  });

  it('keeps beside the new file what somebody writes into the old one at the very last', async () => {
    writeFileSync(join(root, 'a'), 'old');
    const editor = await open(join(root, 'a'), 'r+');
    const staged = await StagedWrite.stage(
      { write: write('a', 'new', 'old'), real: join(root, 'a'), mode: 0o644 },
      [],
    );
    await staged.commit();
    await staged.check();
    await editor.write('later');
    const kept = (await staged.finish()) ?? '';
    await editor.close();
    deepStrictEqual(
      [readFileSync(join(root, 'a'), 'utf8'), readFileSync(join(root, kept), 'utf8')],
      ['new', 'later'],
    );
    deepStrictEqual(readdirSync(root).sort(), ['.git', 'a', kept, 'real'].sort());
  });

  it('refuses to replace a file that an editor has put in the place of the one that was checked', async () => {
    writeFileSync(join(root, 'a'), 'old');
    const checked = { write: write('a', 'new', 'old'), real: join(root, 'a'), mode: 0o644 };
    const staged = await StagedWrite.stage(checked, []);
    writeFileSync(join(root, 'saved'), 'saved by an editor');
    await rename(join(root, 'saved'), join(root, 'a'));
    await rejects(staged.commit(), { code: 'PREVIEW_MISMATCH' });
    await staged.undo();
    await staged.finish();
    equal(readFileSync(join(root, 'a'), 'utf8'), 'saved by an editor');
    deepStrictEqual(readdirSync(root), ['.git', 'a', 'real']);
  });

  it('puts every file back when one cannot be written, and removes the directories it made', async () => {
    writeFileSync(join(root, 'a'), 'old', { mode: 0o640 });
    writeFileSync(join(root, 'gone'), 'keep me');
    const inode = lstatSync(join(root, 'a')).ino;
    const writes = [
      write('a', 'new', 'old'),
      write('gone', null, 'keep me'),
      write('p/q', 'x'),
      write('p', 'y'),
    ];
    await rejects(workspace.apply(writes), { code: 'PREVIEW_MISMATCH' });
    equal(readFileSync(join(root, 'a'), 'utf8'), 'old');
    equal(lstatSync(join(root, 'a')).ino, inode);
    equal(readFileSync(join(root, 'gone'), 'utf8'), 'keep me');
    deepStrictEqual(readdirSync(root), ['.git', 'a', 'gone', 'real']);
  });

  it('changes nothing and says what to do when the disk refuses', async () => {
    writeFileSync(join(root, 'a'), 'old');
    const long = `made/${'x'.repeat(250)}/${'y'.repeat(300)}`;
    await rejects(workspace.apply([write('a', 'new', 'old'), write(long, 'x')]), {
      code: 'STORE_UNAVAILABLE',
      message: /No file was changed/,
    });
    equal(readFileSync(join(root, 'a'), 'utf8'), 'old');
    deepStrictEqual(readdirSync(root), ['.git', 'a', 'real']);
    const full = diskFailure(Object.assign(new Error('write'), { code: 'ENOSPC' }), 'src/a');
    equal(
      full.message,
      'src/a: the disk is full (ENOSPC). No file was changed. To go on, free some space and apply again.',
    );
    const own = new AppError('DENIED', 'no');
    equal(diskFailure(own, 'src/a'), own);
  });

  it('leaves no draft beside the files that it wrote', async () => {
    await workspace.apply([write('real/a', '1'), write('real/b', '2')]);
    await workspace.apply([write('real/a', '3', '1'), write('real/b', null, '2')]);
    deepStrictEqual(readdirSync(join(root, 'real')), ['a']);
  });

  it('finds no file through a symlink and lists one as what it is', async () => {
    writeFileSync(join(outside, 'x.ts'), '');
    symlinkSync(outside, join(root, 'out'));
    deepStrictEqual(await workspace.find(['**/*.ts'], 10), []);
    deepStrictEqual(
      (await workspace.list('.')).find((entry) => entry.name === 'out'),
      {
        name: 'out',
        kind: 'symlink',
        size: 0,
      },
    );
  });
});
