import assert from 'node:assert/strict';
import { connectedEditors, memoryEditors } from '../../server/src/adapters/editors/connectedEditors';
import type { Editors } from '../../server/src/runtime/ports';

/** An adapter and what a person does in an editor: type into a file of `/w`, save it. */
interface Scene {
  readonly editors: Editors;
  type(path: string): void;
  save(path: string): void;
}

const scenes: Readonly<Record<string, () => Scene>> = {
  'of connected windows': () => {
    const held = new Set<string>();
    return {
      editors: connectedEditors(() => held),
      type: (path) => void held.add(`/w/${path}`),
      save: (path) => void held.delete(`/w/${path}`),
    };
  },
  'in memory': () => {
    const editors = memoryEditors();
    return { editors, type: editors.hold, save: editors.release };
  },
};

for (const [name, scene] of Object.entries(scenes)) {
  describe(`the editors ${name}`, () => {
    it('hold nothing unsaved until somebody types', () => {
      const { editors } = scene();
      assert.equal(editors.hasUnsaved(), false);
      assert.deepEqual(editors.unsaved('/w', ['a.ts', 'src/b.ts']), []);
    });

    it('name of the files asked for those that are unsaved, in that order, until they are saved', () => {
      const { editors, type, save } = scene();
      type('src/b.ts');
      type('other.ts');
      type('a.ts');
      assert.equal(editors.hasUnsaved(), true);
      assert.deepEqual(editors.unsaved('/w', ['a.ts', 'c.ts', 'src/b.ts']), ['a.ts', 'src/b.ts']);
      save('a.ts');
      assert.deepEqual(editors.unsaved('/w', ['a.ts', 'src/b.ts']), ['src/b.ts']);
    });
  });
}

describe('the editors of connected windows', () => {
  it('keep working trees apart', () => {
    const editors = connectedEditors(() => new Set(['/w/a.ts']));
    assert.deepEqual(editors.unsaved('/w/.holdpoint/slots/one', ['a.ts']), []);
  });
});
