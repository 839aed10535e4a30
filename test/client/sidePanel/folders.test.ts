import { deepStrictEqual, equal, rejects } from 'node:assert/strict';
import { Listeners } from '../../../client/src/connection/listeners';
import { AllApprovals } from '../../../client/src/folders/allApprovals';
import type { Folders } from '../../../client/src/folders/folders';
import { plainMessage } from '../../../client/src/shown/plainMessage';
import { FolderedSource } from '../../../client/src/trees/folderedSource';
import { type TreeRow, treeRow } from '../../../client/src/trees/treeRow';
import { FakeLine, listOf } from './fakeLine';
import { approval } from './samples';

const fail = (error: unknown) => {
  throw error;
};

function row(id: string): TreeRow {
  return treeRow({ id, kind: 'run', label: id, icon: { name: 'x' }, details: [], subject: { run_id: id } });
}

/** A window with these folders, each with a server of its own. */
class FakeFolders implements Folders {
  roots: readonly string[];
  readonly lines = new Map<string, FakeLine>();
  readonly #changed = new Listeners<void>();

  constructor(roots: readonly string[]) {
    this.roots = roots;
  }

  readonly onDidChangeRoots = this.#changed.event;

  lineTo(root: string) {
    const line =
      this.lines.get(root) ??
      new FakeLine({ 'approval/list': () => listOf([{ ...approval, approval_id: `of ${root}` }]) });
    this.lines.set(root, line);
    return line.line;
  }

  nameOf(root: string): string {
    return root.slice(1);
  }

  noFolder(): Error {
    return new Error('no folder');
  }

  change(roots: readonly string[]): void {
    this.roots = roots;
    this.#changed.fire();
  }
}

function sourceOf(_: unknown, root: string) {
  const asked: (TreeRow | undefined)[] = [];
  const changed = new Listeners<TreeRow | undefined>();
  return {
    asked,
    changed,
    rows: async (parent: TreeRow | undefined) => {
      asked.push(parent);
      return [row(`${root} row`)];
    },
    onDidChange: changed.event,
    dispose: () => undefined,
  };
}

describe('several folders in one window', () => {
  it('GATE-34: one folder has its rows at the root, each saying where it lies', async () => {
    const source = new FolderedSource(new FakeFolders(['/a']), sourceOf);
    const rows = await source.rows(undefined);
    deepStrictEqual(
      rows.map(({ id, subject }) => [id, subject.root]),
      [['/a row', '/a']],
    );
    source.dispose();
  });

  it('GATE-34: several have a row each, and below it what is theirs, known to its source as its own row', async () => {
    const source = new FolderedSource(new FakeFolders(['/a', '/b']), sourceOf);
    const folders = await source.rows(undefined);
    deepStrictEqual(
      folders.map(({ label }) => label),
      ['a', 'b'],
    );
    const [ofB] = await source.rows(folders[1]);
    equal(ofB?.subject.root, '/b');
    await source.rows(ofB);
    equal(source.of('/b').asked.at(-1)?.id, '/b row');
    const told: (TreeRow | undefined)[] = [];
    source.onDidChange((one) => told.push(one));
    source.of('/b').changed.fire(row('/b row'));
    source.of('/b').changed.fire(undefined);
    deepStrictEqual(
      told.map((one) => [one?.id, one?.subject.root]),
      [
        [ofB?.id, '/b'],
        ['folder//b', '/b'],
      ],
    );
    source.dispose();
  });

  it('GATE-34: the queue holds what waits in any of them, and lets go of a folder that is gone', async () => {
    const folders = new FakeFolders(['/a', '/b']);
    const queue = new AllApprovals(folders, fail);
    await queue.load();
    deepStrictEqual(
      queue.items.map(({ approval_id, root }) => [approval_id, root]),
      [
        ['of /a', '/a'],
        ['of /b', '/b'],
      ],
    );
    folders.change(['/b']);
    deepStrictEqual(
      queue.items.map(({ root }) => root),
      ['/b'],
    );
    folders.change([]);
    await rejects(queue.load(), /no folder/);
    queue.dispose();
  });

  it('GATE-34: a folder whose server cannot be reached keeps nobody from the others', async () => {
    const folders = new FakeFolders(['/a', '/b']);
    folders.lines.set('/a', new FakeLine({}));
    const queue = new AllApprovals(folders, fail);
    await queue.load();
    equal(queue.items.length, 1);
    queue.dispose();
  });
});

describe('a message of the editor', () => {
  it('has no link that somebody else wrote into it', () => {
    equal(plainMessage('[x](command:workbench.action.quit)'), '[x] (command:workbench.action.quit)');
  });
});
