import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { nodeWorkspace } from '../../server/src/adapters/workspace/nodeWorkspace';
import { presentFiles } from '../../server/src/runtime/checkpoints/presentFiles';
import { writeFiles } from '../support/scratchRepository';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';

describe('the files that a rollback finds', () => {
  let root: string;
  beforeEach(() => {
    root = temporaryFolder();
    writeFiles(root, { 'here.txt': 'here\n', 'src/a.ts': 'a\n', 'was-folder': 'now a file\n' });
    mkdirSync(join(root, 'was-file'));
    symlinkSync('here.txt', join(root, 'link.txt'));
    symlinkSync('src', join(root, 'linked'));
    symlinkSync('/etc/hostname', join(root, 'outside.txt'));
    symlinkSync('nowhere', join(root, 'dangling.txt'));
  });
  afterEach(() => removeFolder(root));

  it('§1.8: are those of a person where a folder, a link or a file above them stands', async () => {
    const others = ['was-file', 'link.txt', 'linked/a.ts', 'outside.txt', 'dangling.txt', 'was-folder/a.ts'];
    const ours = ['here.txt', 'src/a.ts', 'gone.txt', 'gone/a.ts', 'src/gone/a.ts'];
    const { current, replaced, modes } = await presentFiles(nodeWorkspace(root), [...others, ...ours]);
    assert.deepEqual([...replaced], others);
    assert.deepEqual([...modes.keys()], ['here.txt', 'src/a.ts']);
    const found = Object.entries(current).flatMap(([path, sha]) => (sha === null ? [] : [path]));
    assert.deepEqual(found, ['here.txt', 'src/a.ts']);
  });
});
