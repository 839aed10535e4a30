import type { Stats } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type RunGit, zeroSeparated } from './gitProcess';
import type { Repository } from './repository';

/** Files above this size are not recorded. */
export const largestFile = 50 * 1024 * 1024;

/** A regular file on disk, with the mode that git gives it. */
export interface ChangedFile {
  readonly path: string;
  readonly mode: '100644' | '100755';
  readonly size: number;
}

/** What a slot's files differ in from an index. Paths are slot-relative. */
export interface WorktreeChanges {
  /** Regular files whose bytes must be stored. */
  readonly files: readonly ChangedFile[];
  readonly symlinks: readonly string[];
  readonly gone: readonly string[];
  /** Too large, nested repositories, submodules, things that are no files. */
  readonly leftOut: readonly string[];
  /** Whether git would store some files in other bytes than the disk holds. */
  readonly isConverted: boolean;
  /** Unchanged files that must be stored raw all the same, because git may have converted them. */
  readonly unchanged: readonly ChangedFile[];
}

/** Lists what must be put into the index (named by `env`) so that it holds the slot's files byte for byte. */
export async function worktreeChanges(
  git: RunGit,
  directory: string,
  repository: Repository,
  env: Readonly<Record<string, string>>,
): Promise<WorktreeChanges> {
  // Nothing of this changes anything, so all of it is asked at once.
  const [staged, differing, isConfigured] = await Promise.all([
    git(['ls-files', '-z', '--stage'], { env }),
    git(listed, { env }),
    isConversionConfigured(git, directory, repository),
  ]);
  const stage = zeroSeparated(staged.stdout);
  const tracked = stage.map((line) => ({ mode: line.slice(0, 6), path: line.slice(line.indexOf('\t') + 1) }));
  const submodules = new Set(tracked.filter((entry) => entry.mode === '160000').map((entry) => entry.path));
  const changed = new Set(zeroSeparated(differing.stdout).filter((path) => !submodules.has(path)));
  const modes = new Map(tracked.map((entry) => [entry.path, entry.mode]));
  const changes = await sortByKind(directory, [...changed], modes);
  const leftOut = [...changes.leftOut, ...submodules].sort();
  if (!isConfigured && ![...modes.keys(), ...changed].some(isAttributes))
    return { ...changes, leftOut, isConverted: false, unchanged: [] };
  const kept = [...modes.keys()].filter((path) => !changed.has(path) && !submodules.has(path));
  const same = await sortByKind(directory, kept, modes);
  return { ...changes, leftOut, isConverted: true, unchanged: same.files };
}

const listed = [
  'ls-files',
  '-z',
  '--modified',
  '--deleted',
  '--others',
  '--exclude-standard',
  '--exclude=.holdpoint/',
];

function isAttributes(path: string): boolean {
  return path === '.gitattributes' || path.endsWith('/.gitattributes');
}

/**
 * Whether git may hold a file in other bytes than the disk (line ends, encodings, filters such as large file storage)
 * by what stands outside of the recorded files. Then, as with attributes among these, every file is stored anew as it
 * lies on disk: what is restored must be the very bytes.
 */
async function isConversionConfigured(
  git: RunGit,
  directory: string,
  { top, attributesFile }: Repository,
): Promise<boolean> {
  const home = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  const files = [attributesFile, '/etc/gitattributes', join(home, 'git/attributes')];
  for (
    let folder = directory;
    folder.startsWith(top) && folder !== dirname(folder);
    folder = dirname(folder)
  ) {
    files.push(join(folder, '.gitattributes'));
  }
  const settings = ['config', '--get-regexp', '^core[.](autocrlf|attributesfile|eol)$'];
  const [configured, ...found] = await Promise.all([
    git(settings, { accept: [1] }).then(({ stdout }) => stdout.length > 0),
    ...files.map(exists),
  ]);
  return configured || found.includes(true);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

interface Sorted {
  readonly files: ChangedFile[];
  readonly symlinks: string[];
  readonly gone: string[];
  readonly leftOut: string[];
}

async function sortByKind(
  directory: string,
  paths: readonly string[],
  modes: ReadonlyMap<string, string>,
): Promise<Sorted> {
  const sorted: Sorted = { files: [], symlinks: [], gone: [], leftOut: [] };
  const kinds = await Promise.all(paths.map((path) => lstat(join(directory, path)).catch(() => undefined)));
  for (const [index, path] of paths.entries()) sortOne(sorted, path, kinds[index], modes.get(path));
  return sorted;
}

/** `recorded` is the mode in the index: a path that was there but cannot be recorded now is gone from it. */
function sortOne(sorted: Sorted, path: string, entry: Stats | undefined, recorded: string | undefined): void {
  const isTracked = recorded !== undefined;
  if (entry?.isSymbolicLink()) sorted.symlinks.push(path);
  else if (entry?.isFile() && entry.size <= largestFile)
    sorted.files.push({ path, mode: modeOf(entry.mode, recorded), size: entry.size });
  else {
    if (isTracked) sorted.gone.push(path);
    if (entry && !(isTracked && entry.isDirectory())) sorted.leftOut.push(path);
  }
}

/** Windows has no executable bit: there the index knows. */
function modeOf(mode: number, recorded: string | undefined): '100644' | '100755' {
  if (process.platform === 'win32') return recorded === '100755' ? '100755' : '100644';
  return (mode & 0o100) === 0 ? '100644' : '100755';
}
