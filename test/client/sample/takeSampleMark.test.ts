import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeSampleMark } from '../../../client/src/sample/takeSampleMark';
import { temporaryFolder } from '../../support/temporaryFolder';

describe('the mark of a sample that was just opened', () => {
  let root: string;
  const stateFolder = () => join(root, 'project', '.holdpoint');

  beforeEach(() => {
    root = temporaryFolder();
    mkdirSync(join(root, 'project'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('is taken once', async () => {
    mkdirSync(stateFolder());
    writeFileSync(join(stateFolder(), 'sample'), '');
    assert.equal(await takeSampleMark(join(root, 'project')), true);
    assert.equal(existsSync(join(stateFolder(), 'sample')), false);
    assert.equal(await takeSampleMark(join(root, 'project')), false);
  });

  it('is never a file that a link of the folder leads to', async () => {
    mkdirSync(join(root, 'elsewhere'));
    writeFileSync(join(root, 'elsewhere', 'sample'), '');
    symlinkSync(join(root, 'elsewhere'), stateFolder());
    assert.equal(await takeSampleMark(join(root, 'project')), false);
    assert.equal(existsSync(join(root, 'elsewhere', 'sample')), true);
  });

  it('is no file with something in it, no folder and no link', async () => {
    mkdirSync(join(stateFolder(), 'sample'), { recursive: true });
    assert.equal(await takeSampleMark(join(root, 'project')), false);
    rmSync(join(stateFolder(), 'sample'), { recursive: true });
    writeFileSync(join(stateFolder(), 'sample'), 'mine');
    assert.equal(await takeSampleMark(join(root, 'project')), false);
    rmSync(join(stateFolder(), 'sample'));
    symlinkSync(join(root, 'nowhere'), join(stateFolder(), 'sample'));
    assert.equal(await takeSampleMark(join(root, 'project')), false);
  });
});
