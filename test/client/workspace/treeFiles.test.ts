import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTreeFile, realPathOf } from '../../../client/src/workspace/treeFiles';
import { temporaryFolder } from '../../support/temporaryFolder';

describe('which open files a run works on', () => {
  const check = (file: string, expected: boolean) =>
    assert.equal(isTreeFile('/w', file, ['src/a.ts', 'b.txt']), expected, file);

  it('are those of its folder and of its work trees', () => {
    check('/w/src/a.ts', true);
    check('/w/.holdpoint/slots/one/src/a.ts', true);
    check('/w/.holdpoint/slots/one/b.txt', true);
  });

  it('are none whose path only ends alike', () => {
    check('/other/src/a.ts', false);
    check('/w/packages/x/src/a.ts', false);
    check('/w/.holdpoint/slots/one/packages/b.txt', false);
    check('/w/.holdpoint/slots/b.txt', false);
  });
});

describe('where a file really lies', () => {
  let root: string;

  beforeEach(() => {
    root = temporaryFolder();
    mkdirSync(join(root, 'real'));
    symlinkSync(join(root, 'real'), join(root, 'link'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('is told behind a link', async () => {
    writeFileSync(join(root, 'real', 'a.txt'), '');
    assert.equal(await realPathOf(join(root, 'link', 'a.txt')), join(root, 'real', 'a.txt'));
  });

  it('is told of a file that is gone, with the folder it was in', async () => {
    assert.equal(await realPathOf(join(root, 'link', 'gone', 'a.txt')), join(root, 'real', 'gone', 'a.txt'));
  });
});
