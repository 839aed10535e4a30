import { join } from 'node:path';
import { type ForeignFilters, foreignFilters } from './foreignFilters';
import { gitMissing, type RunGit } from './gitProcess';
import { readHead } from './headFile';

/** The repository around a slot. Paths are absolute. */
export interface Repository {
  readonly gitDirectory: string;
  readonly indexFile: string;
  readonly excludeFile: string;
  readonly attributesFile: string;
  /** Where objects are kept, for all work trees together. */
  readonly objects: string;
  /** The top of the work tree. */
  readonly top: string;
  /** The slot's place in the work tree: `''` or a path that ends with `/`. */
  readonly prefix: string;
  /** `null` before the first commit. */
  readonly head: string | null;
  /** Digits of an object's name. */
  readonly nameLength: number;
  /** Filters of the repository's own settings, whose programs never run for us. */
  readonly filters: ForeignFilters;
  /** Whether settings have git convert what it stores. */
  readonly isConversionSet: boolean;
}

/** The name of the tree without files, by the length of names. */
export const emptyTree: Readonly<Record<number, string>> = {
  40: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  64: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
};

/** `undefined` when the directory is not inside a work tree, or git is not installed. */
export async function findRepository(git: RunGit, directory: string): Promise<Repository | undefined> {
  const query = [
    'rev-parse',
    '--is-inside-work-tree',
    '--show-object-format',
    '--absolute-git-dir',
    '--git-path',
  ];
  const paths = [
    'index',
    '--git-path',
    'info/exclude',
    '--git-path',
    'info/attributes',
    '--git-path',
    'objects',
  ];
  const [answer, head, filters] = await Promise.all([
    git([...query, ...paths, '--show-toplevel', '--show-prefix'], { accept: [gitMissing, 128] }),
    commitOf(git, directory),
    foreignFilters(git),
  ]);
  const [
    isInside,
    format,
    gitDirectory = '',
    indexFile = '',
    excludeFile = '',
    attributesFile = '',
    objects = '',
    ...rest
  ] = answer.stdout.toString('utf8').split('\n');
  const [top = '', prefix = ''] = rest;
  if (answer.exitCode !== 0 || isInside !== 'true') return undefined;
  const from = (path: string): string =>
    path.startsWith('/') || /^[A-Za-z]:/.test(path) ? path : join(directory, path);
  return {
    gitDirectory,
    indexFile: from(indexFile),
    excludeFile: from(excludeFile),
    attributesFile: from(attributesFile),
    objects: from(objects),
    top,
    prefix,
    head,
    nameLength: format === 'sha256' ? 64 : 40,
    filters,
    isConversionSet: filters.isConversionSet,
  };
}

/** The commit of HEAD, without git where its files tell. */
async function commitOf(git: RunGit, directory: string): Promise<string | null> {
  const read = readHead(directory);
  if (read !== 'ask git') return read.head?.commit ?? null;
  const argv = ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'];
  const answer = await git(argv, { accept: [1, gitMissing, 128] });
  return answer.exitCode === 0 ? answer.stdout.toString('utf8').trim() : null;
}
