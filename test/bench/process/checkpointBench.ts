import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryContent } from '../../../server/src/adapters/content';
import { gitCli } from '../../../server/src/adapters/git/gitCli';
import { type Bench, type BenchScope, type Figure, figure } from '../figure';
import { takeTurns, timed } from '../measure';

/** What stood in a repository before a run touches it: recorded without moving HEAD, index or a file. */
export const checkpointBench: Bench = {
  name: 'checkpoint',
  title: 'Checkpoint of a repository',
  async run(scope) {
    const files = scope.isQuick ? 300 : 3_000;
    const changed = Math.round(files / 100);
    const tracked = new Repository(join(scope.folder, 'tracked'));
    tracked.fill(files);
    tracked.git('add', '-A');
    tracked.git('commit', '-q', '-m', 'first');
    const untracked = new Repository(join(scope.folder, 'untracked'));
    untracked.write('readme.md', 'the only file that is tracked\n');
    untracked.git('add', '-A');
    untracked.git('commit', '-q', '-m', 'first');
    untracked.fill(files);
    return [
      ...(await measure(scope, tracked, `${files} tracked files, ${changed} changed`, changed)),
      ...(await measure(scope, untracked, `${files} untracked files`, 0)),
      ...(scope.isQuick ? [] : [await large(scope)]),
    ];
  },
};

/** A repository as large as great ones are. */
async function large(scope: BenchScope): Promise<Figure> {
  const repository = new Repository(join(scope.folder, 'large'));
  repository.fill(50_000);
  repository.git('add', '-A');
  repository.git('commit', '-q', '-m', 'first');
  const git = gitCli(repository.root, { content: memoryContent() });
  let turn = 0;
  const { ours } = await takeTurns(3, {
    ours: () => {
      repository.edit(30);
      turn += 1;
      return timed(() => git.snapshot(`ckpt_${turn}`));
    },
  });
  return figure(
    '50000 tracked files, 30 changed',
    'node -e 0',
    { unit: 'ms', ours, theirs: scope.nodeMs },
    { atMost: 50 },
    'target: 2 s where node -e 0 takes 40',
  );
}

/** A repository of generated files. */
class Repository {
  readonly root: string;
  #edits = 0;

  constructor(root: string) {
    this.root = root;
    mkdirSync(root, { recursive: true });
    this.git('init', '-q', '-b', 'main');
    this.git('config', 'gc.auto', '0');
  }

  git(...words: readonly string[]): string {
    return this.gitWith({}, ...words);
  }

  gitWith(env: Readonly<Record<string, string>>, ...words: readonly string[]): string {
    const who = ['-c', 'user.name=Bench', '-c', 'user.email=bench@localhost', '-c', 'core.safecrlf=false'];
    return execFileSync('git', [...who, ...words], {
      cwd: this.root,
      encoding: 'utf8',
      env: { ...process.env, ...env },
    }).trim();
  }

  write(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
  }

  fill(count: number): void {
    for (let index = 0; index < count; index += 1) {
      this.write(`part${index % 60}/file${index}.ts`, textOf(index, 0));
    }
  }

  /** Gives so many files content that was never there before; answers how many bytes that is. */
  edit(count: number): number {
    this.#edits += 1;
    let bytes = 0;
    for (let index = 0; index < count; index += 1) {
      const text = textOf(index, this.#edits);
      this.write(`part${index % 60}/file${index}.ts`, text);
      bytes += Buffer.byteLength(text);
    }
    return bytes;
  }

  storedBytes(): number {
    const objects = join(this.root, '.git', 'objects');
    return readdirSync(objects, { recursive: true, encoding: 'utf8' })
      .map((path) => statSync(join(objects, path)))
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + entry.size, 0);
  }
}

/** Each contestant meets edits of its own; without them all content is in the repository from the second time on. */
async function measure(
  scope: BenchScope,
  repository: Repository,
  size: string,
  changed: number,
): Promise<Figure[]> {
  const git = gitCli(repository.root, { content: memoryContent() });
  let turn = 0;
  const fresh = (work: () => unknown) => () => {
    repository.edit(changed);
    turn += 1;
    return timed(work);
  };
  const firstMs = await timed(() => git.snapshot(`ckpt_first_${changed}`));
  const { ours, index, stash } = await takeTurns(Math.min(scope.rounds, 3), {
    ours: fresh(() => git.snapshot(`ckpt_${turn}`)),
    index: fresh(() => temporaryIndex(repository)),
    stash: fresh(() => repository.git('stash', 'create')),
  });
  const target = { atMost: 1 };
  const nodeCosts = { unit: 'ms', ours, theirs: scope.nodeMs } as const;
  return [
    figure(
      size,
      'a temporary index by hand',
      { unit: 'ms', ours, theirs: index },
      target,
      'add -A, write-tree, commit-tree',
    ),
    figure(
      size,
      'git stash create',
      { unit: 'ms', ours, theirs: stash },
      null,
      'the peer leaves untracked files out',
    ),
    figure(size, 'node -e 0', nodeCosts, { atMost: 7.5 }, 'target: 300 ms where node -e 0 takes 40'),
    figure(`${size}, the very first`, 'node -e 0', { unit: 'ms', ours: firstMs, theirs: scope.nodeMs }),
    ...(changed === 0 ? [] : await stored(repository, git, size, changed)),
  ];
}

function temporaryIndex(repository: Repository): void {
  const file = join(repository.root, '.git', 'bench-index');
  copyFileSync(join(repository.root, '.git', 'index'), file);
  const env = { GIT_INDEX_FILE: file };
  repository.gitWith(env, 'add', '-A');
  const tree = repository.gitWith(env, 'write-tree');
  repository.gitWith(env, 'commit-tree', tree, '-p', 'HEAD', '-m', 'checkpoint');
  rmSync(file);
}

/** Checkpoints after one another, for they share what they have in common once there are some. */
async function stored(
  repository: Repository,
  git: ReturnType<typeof gitCli>,
  size: string,
  changed: number,
): Promise<Figure[]> {
  const turns = 16;
  const before = repository.storedBytes();
  let bytes = 0;
  let first = 0;
  for (let turn = 1; turn <= turns; turn += 1) {
    bytes += repository.edit(changed);
    await git.snapshot(`ckpt_stored_${turn}`);
    first ||= repository.storedBytes() - before;
  }
  const ours = (repository.storedBytes() - before) / turns;
  const theirs = bytes / turns;
  const note = 'trees and the commit included';
  const peer = 'the bytes that changed';
  return [
    figure(`${size}, stored, mean of ${turns}`, peer, { unit: 'bytes', ours, theirs }, { atMost: 1 }, note),
    figure(`${size}, stored by one alone`, peer, { unit: 'bytes', ours: first, theirs }, null, note),
  ];
}

function textOf(index: number, edit: number): string {
  const lines = Array.from(
    { length: 40 },
    (_, line) => `export const value${line} = ${index * 31 + line * (edit + 1)};`,
  );
  return `// file ${index}, edit ${edit}\n${lines.join('\n')}\n`;
}
