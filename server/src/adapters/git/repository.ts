import { join } from 'node:path';
import { type ForeignFilters, foreignFilters } from './foreignFilters';
import { gitMissing, type RunGit } from './gitProcess';

/** The repository around a slot. Paths are absolute. */
export interface Repository {
  readonly gitDirectory: string;
  readonly indexFile: string;
  readonly excludeFile: string;
  readonly attributesFile: string;
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
}

/** `undefined` when the directory is not inside a work tree, or git is not installed. */
export async function findRepository(git: RunGit, directory: string): Promise<Repository | undefined> {
  const query = [
    'rev-parse',
    '--is-inside-work-tree',
    '--show-object-format',
    '--absolute-git-dir',
    '--git-path',
  ];
  const paths = ['index', '--git-path', 'info/exclude', '--git-path', 'info/attributes'];
  const [answer, head, filters] = await Promise.all([
    git([...query, ...paths, '--show-toplevel', '--show-prefix'], { accept: [gitMissing, 128] }),
    git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { accept: [1, gitMissing, 128] }),
    foreignFilters(git),
  ]);
  const [
    isInside,
    format,
    gitDirectory = '',
    indexFile = '',
    excludeFile = '',
    attributesFile = '',
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
    top,
    prefix,
    head: head.exitCode === 0 ? head.stdout.toString('utf8').trim() : null,
    nameLength: format === 'sha256' ? 64 : 40,
    filters,
  };
}
