import { join } from 'node:path';
import type { RunGit } from './gitProcess';
import { packBlobs } from './packBlobs';
import type { Repository } from './repository';
import type { ChangedFile, WorktreeChanges } from './worktreeChanges';

/** The index (named by `env`) that changes go into. */
export interface IndexTarget {
  readonly git: RunGit;
  readonly directory: string;
  readonly repository: Repository;
  readonly env: Readonly<Record<string, string>>;
}

/** More changed files than this go into a pack. */
const fewFiles = 100;

/**
 * Brings an index up to what lies on disk. A few files are stored by git itself where it converts nothing; many, and
 * those that it would convert, are stored raw.
 */
export async function recordChanges(target: IndexTarget, changes: WorktreeChanges): Promise<void> {
  const { git, env, repository } = target;
  const noName = '0'.repeat(repository.nameLength);
  const lines = changes.gone.map((path) => `0 ${noName}\t${repository.prefix}${path}`);
  const isMany = changes.files.length > fewFiles;
  if (isMany) lines.push(...(await storePacked(target, changes.files)));
  else if (changes.isConverted) lines.push(...(await storeRaw(target, changes.files)));
  lines.push(...(await storeRaw(target, changes.unchanged)));
  await feed(git, ['update-index', '-z', '--index-info'], env, lines);
  const plain = isMany || changes.isConverted ? [] : changes.files.map((file) => file.path);
  const update = ['update-index', '--add', '--remove', '--replace', '-z', '--stdin'];
  await feed(git, update, env, [...plain, ...changes.symlinks]);
}

type Files = readonly ChangedFile[];

async function storePacked({ git, directory, repository }: IndexTarget, files: Files): Promise<string[]> {
  const names = await packBlobs(git, directory, files);
  return files.flatMap((file, index) => {
    const name = names[index];
    return name === undefined ? [] : [`${file.mode} ${name}\t${repository.prefix}${file.path}`];
  });
}

async function feed(
  git: RunGit,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  items: readonly string[],
): Promise<void> {
  if (items.length > 0) await git(argv, { env, input: items.map((item) => `${item}\0`).join('') });
}

/**
 * Stores files as they lie on disk, no filter applied; returns their lines for the index. Git reads one path per line,
 * from the top of the work tree; a path that holds a line break goes by itself.
 */
async function storeRaw(
  { git, directory, repository }: IndexTarget,
  files: WorktreeChanges['files'],
): Promise<string[]> {
  if (files.length === 0) return [];
  const store = ['hash-object', '-w', '--no-filters'];
  const awkward = files.filter((file) => /[\r\n]/.test(file.path));
  const plain = files.filter((file) => !/[\r\n]/.test(file.path));
  const input = plain.map((file) => `${join(directory, file.path)}\n`).join('');
  const names = (await git([...store, '--stdin-paths'], { input })).stdout.toString('utf8').split('\n');
  const lines = plain.map((file, index) => `${file.mode} ${names[index]}\t${repository.prefix}${file.path}`);
  for (const file of awkward) {
    const name = (await git([...store, '--', join(directory, file.path)])).stdout.toString('utf8').trim();
    lines.push(`${file.mode} ${name}\t${repository.prefix}${file.path}`);
  }
  return lines;
}
