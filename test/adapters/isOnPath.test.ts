import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOnPath } from '../../server/src/adapters/processes/isOnPath';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';

describe('a program by its name', () => {
  let folder: string;
  before(() => {
    folder = temporaryFolder();
    writeFileSync(join(folder, 'text'), '');
    writeFileSync(join(folder, 'tool'), '#!/bin/sh\n');
    chmodSync(join(folder, 'tool'), 0o755);
  });
  after(() => removeFolder(folder));

  it('is known before it is started', async () => {
    assert.equal(await isOnPath('tool', { PATH: `/nowhere:${folder}` }), true);
    assert.equal(await isOnPath('gone', { PATH: folder }), false);
    assert.equal(await isOnPath('tool', {}), false);
  });

  it('is none when its file may not be run', async () => {
    assert.equal(await isOnPath('text', { PATH: folder }), false);
  });

  it('is not looked for where the process happens to stand', async () => {
    assert.equal(await isOnPath('package.json', { PATH: '.' }), false);
    assert.equal(await isOnPath('tool', { PATH: '' }), false);
  });
});
