import { deepStrictEqual, equal, ok, rejects } from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { memoryWorkspace } from '../../server/src/adapters/workspace/memoryWorkspace';
import { nodeWorkspace } from '../../server/src/adapters/workspace/nodeWorkspace';
import type { FileWrite, Workspace } from '../../server/src/runtime/ports';

/** A workspace under test, and the hand of a person who edits beside it. */
interface Subject {
  readonly workspace: Workspace;
  edit(path: string, content: string | null, mode?: number): Promise<void>;
  close(): void;
}

const subjects: Record<string, () => Subject> = {
  'the workspace on disk': () => {
    const root = mkdtempSync(join(tmpdir(), 'holdpoint-workspace-'));
    return {
      workspace: nodeWorkspace(root),
      edit: async (path, content, mode = 0o644) => {
        const file = join(root, path);
        if (content === null) return rm(file);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, content);
        await chmod(file, mode);
      },
      close: () => rmSync(root, { recursive: true }),
    };
  },
  'the workspace in memory': () => {
    const workspace = memoryWorkspace();
    return {
      workspace,
      edit: async (path, content, mode) => workspace.set(path, content, mode),
      close: () => {},
    };
  },
};

for (const [name, make] of Object.entries(subjects)) {
  describe(name, () => {
    let subject: Subject;
    beforeEach(() => {
      subject = make();
    });
    afterEach(() => subject.close());

    const read = async (path: string): Promise<string | null> => {
      const state = await subject.workspace.read(path);
      return state ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(state.bytes) : null;
    };
    const write = async (
      path: string,
      after: string | null,
      mode: number | null = null,
    ): Promise<FileWrite> => ({
      path,
      before_sha256: (await subject.workspace.read(path))?.sha256 ?? null,
      after: after === null ? null : new TextEncoder().encode(after),
      mode,
    });
    const apply = async (path: string, after: string | null, mode?: number): Promise<void> =>
      subject.workspace.apply([await write(path, after, mode)]);

    it('creates, changes and deletes files byte for byte, in new directories too', async () => {
      await apply('src/deep/a.txt', '\uFEFFone\r\ntwo');
      equal(await read('src/deep/a.txt'), '\uFEFFone\r\ntwo');
      await apply('src/deep/a.txt', '');
      equal(await read('src/deep/a.txt'), '');
      await apply('src/deep/a.txt', null);
      equal(await read('src/deep/a.txt'), null);
    });

    it('keeps the mode of a file unless another is asked for', async () => {
      await subject.edit('run.sh', 'one', 0o755);
      await apply('run.sh', 'two');
      equal((await subject.workspace.read('run.sh'))?.mode, 0o755);
      await apply('run.sh', 'three', 0o600);
      equal((await subject.workspace.read('run.sh'))?.mode, 0o600);
      await apply('new', 'x');
      equal((await subject.workspace.read('new'))?.mode, 0o644);
    });

    it('writes nothing when one file is not as the preview saw it, and names all that differ', async () => {
      await subject.edit('a', 'a');
      await subject.edit('b', 'b');
      const writes = [await write('a', 'A'), await write('b', 'B'), await write('c', 'C')];
      await subject.edit('b', 'edited');
      await subject.edit('c', 'new');
      await rejects(
        subject.workspace.apply(writes),
        (error: { code: string; details: { stale: { path: string }[] } }) => {
          equal(error.code, 'PREVIEW_MISMATCH');
          deepStrictEqual(
            error.details.stale.map((file) => file.path),
            ['b', 'c'],
          );
          return true;
        },
      );
      deepStrictEqual([await read('a'), await read('b'), await read('c')], ['a', 'edited', 'new']);
    });

    it('refuses to write the same file twice at once', async () => {
      const twice = [await write('a', '1'), await write('./x/../a', '2')];
      await rejects(subject.workspace.apply(twice), { code: 'BAD_REQUEST' });
      equal(await read('a'), null);
    });

    it('says where a path leads', async () => {
      await subject.edit('src/a.ts', 'a');
      const fact = await subject.workspace.fact('src/../src/./a.ts');
      deepStrictEqual(
        [fact.relative, fact.inside, fact.kind, fact.protected, fact.symlink],
        ['src/a.ts', true, 'file', null, false],
      );
      equal((await subject.workspace.fact('.')).kind, 'directory');
      equal((await subject.workspace.fact('src')).kind, 'directory');
      equal((await subject.workspace.fact('src/b/c.ts')).kind, 'missing');
      equal((await subject.workspace.fact(`${subject.workspace.root}/src/a.ts`)).relative, 'src/a.ts');
    });

    it('lets no path out', async () => {
      const paths = [
        '..',
        '../x',
        'a/../../x',
        '/etc/passwd',
        '~/x',
        'C:/x',
        'C:x',
        'a\\..\\..\\x',
        '\\\\host\\x',
      ];
      for (const path of [...paths, 'a\0b', 'a\nb', 'trailing ', 'dots.../x', '']) {
        const fact = await subject.workspace.fact(path);
        equal(fact.inside, false, path);
        equal(fact.relative, path);
        await rejects(subject.workspace.read(path), { code: 'DENIED' }, path);
        const forged = [{ path, before_sha256: null, after: new Uint8Array([1]), mode: null }];
        await rejects(subject.workspace.apply(forged), { code: 'DENIED' }, path);
      }
    });

    it('protects git, its own state and policy files under every spelling', async () => {
      const spellings = {
        git: [
          '.git/config',
          '.GIT/hooks/x',
          'sub/.git/config',
          '.git',
          '.g\u200cit/config',
          'git~1/config',
          '.git::$INDEX_ALLOCATION/x',
          '\uFF0Egit/x',
        ],
        state: ['.holdpoint/store.db', '.Holdpoint/x', 'a/.holdpoint/x', 'HOLDPO~1/x'],
        policy: ['holdpoint.policy.yaml', 'Holdpoint.Policy.YAML', 'team/x.policy.yaml', 'x.policy.yml'],
      };
      for (const [kind, paths] of Object.entries(spellings)) {
        for (const path of paths) {
          equal((await subject.workspace.fact(path)).protected, kind, path);
          const forged = [{ path, before_sha256: null, after: new Uint8Array([1]), mode: null }];
          await rejects(subject.workspace.apply(forged), { code: 'DENIED' }, path);
        }
      }
      for (const path of ['.gitignore', '.github/x', 'git', 'policy.yaml.md', 'docs/holdpoint.md']) {
        equal((await subject.workspace.fact(path)).protected, null, path);
      }
    });

    it('refuses a directory as a file', async () => {
      await subject.edit('src/a', 'a');
      const forged = [{ path: 'src', before_sha256: null, after: new Uint8Array([1]), mode: null }];
      await rejects(subject.workspace.apply(forged), { code: 'DENIED' });
      equal(await subject.workspace.read('src'), undefined);
    });

    it('lists a directory and finds files by glob, leaving state out', async () => {
      for (const path of ['b.ts', 'src/a.ts', 'src/.x.ts', '.holdpoint/y.ts', '.git/z.ts', 'src/c.md']) {
        await subject.edit(path, path);
      }
      deepStrictEqual(await subject.workspace.list('src'), [
        { name: '.x.ts', kind: 'file', size: 9 },
        { name: 'a.ts', kind: 'file', size: 8 },
        { name: 'c.md', kind: 'file', size: 8 },
      ]);
      deepStrictEqual(await subject.workspace.find(['**/*.ts'], 10), ['b.ts', 'src/.x.ts', 'src/a.ts']);
      equal((await subject.workspace.find(['**'], 2)).length, 2);
      await rejects(subject.workspace.list('nowhere'), { code: 'NOT_FOUND' });
      ok(
        (await subject.workspace.list('.')).some(
          (entry) => entry.name === 'src' && entry.kind === 'directory',
        ),
      );
    });
  });
}
