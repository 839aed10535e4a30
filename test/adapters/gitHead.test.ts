import { deepStrictEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryContent } from '../../server/src/adapters/content';
import { gitCli } from '../../server/src/adapters/git/gitCli';

describe('HEAD, read off the files of a repository, is what git tells', () => {
  let base = '';
  let root = '';
  beforeEach(() => {
    base = realpathSync(mkdtempSync(join(tmpdir(), 'holdpoint-head-')));
    root = join(base, 'repo');
    mkdirSync(join(root, 'sub'), { recursive: true });
  });
  afterEach(() => rmSync(base, { recursive: true }));

  const run = (directory: string, argv: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=A Person', '-c', 'user.email=a@example.org', ...argv], {
      cwd: directory,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  const git = (...argv: string[]): string => run(root, argv);
  const edit = (path: string, text: string): void => writeFileSync(join(root, path), text);
  const start = (): void => {
    git('init', '-q', '-b', 'main');
    edit('a.txt', 'a\n');
    git('add', '.');
    git('commit', '-q', '-m', 'first');
  };
  const ask = (directory: string, ...argv: string[]): string | null => {
    try {
      return run(directory, argv);
    } catch {
      return null;
    }
  };
  const told = (directory: string) =>
    ask(directory, 'rev-parse', '--is-inside-work-tree') === 'true'
      ? {
          commit: ask(directory, 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}'),
          branch: ask(directory, 'symbolic-ref', '--quiet', '--short', 'HEAD'),
        }
      : undefined;

  /** Each makes the repository what its name says, and answers where to look if not in its root. */
  const cases: Readonly<Record<string, () => string | undefined>> = {
    'before the first commit': () => {
      git('init', '-q', '-b', 'trunk');
      return undefined;
    },
    'on a branch': () => undefined,
    'on a branch with slashes': () => void git('checkout', '-q', '-b', 'a/b/c'),
    'on a packed branch': () => void git('pack-refs', '--all'),
    'on a packed branch that moved on': () => {
      git('pack-refs', '--all');
      git('commit', '-q', '--allow-empty', '-m', 'second');
      return undefined;
    },
    'on a branch that has the name of a tag': () => void git('tag', 'main'),
    'on a branch that has the name of a packed tag': () => {
      git('tag', 'main');
      git('pack-refs', '--all');
      return undefined;
    },
    detached: () => void git('checkout', '-q', '--detach'),
    'on a branch that is a link to another': () => {
      git('symbolic-ref', 'refs/heads/other', 'refs/heads/main');
      git('symbolic-ref', 'HEAD', 'refs/heads/other');
      return undefined;
    },
    'in a folder of the work tree': () => join(root, 'sub'),
    'in a linked work tree': () => {
      git('worktree', 'add', '-q', '-b', 'side', join(base, 'tree'));
      return join(base, 'tree');
    },
    'in the git directory itself': () => join(root, '.git'),
    'in a repository without a work tree': () => {
      git('config', 'core.bare', 'true');
      return undefined;
    },
    'in a bare repository': () => {
      git('clone', '-q', '--bare', root, join(base, 'bare'));
      return join(base, 'bare');
    },
    'in a repository whose files are gone': () => {
      rmSync(join(root, '.git/objects'), { recursive: true });
      return undefined;
    },
    'beside a git directory that is elsewhere': () => {
      git('init', '-q', '--separate-git-dir', join(base, 'elsewhere'));
      return undefined;
    },
    'below a file that is no repository': () => {
      rmSync(join(root, '.git'), { recursive: true });
      edit('.git', 'nothing of the kind');
      return undefined;
    },
  };
  for (const [name, make] of Object.entries(cases)) {
    it(name, async () => {
      if (name !== 'before the first commit') start();
      const directory = make() ?? root;
      deepStrictEqual(await gitCli(directory, { content: memoryContent() }).head(), told(directory));
    });
  }
});
