import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type RunGit, zeroSeparated } from '../gitProcess';
import { emptyTree, type Repository } from '../repository';
import { type ChangedFile, changedFile } from './changedFile';
import { lookAt } from './fileBlobs';

/** Files above this size are not recorded. */
export const largestFile = 50 * 1024 * 1024;

/** What a slot's files differ in from HEAD. Paths are slot-relative. */
export interface WorktreeChanges {
  /** Regular files whose bytes must be stored. */
  readonly files: readonly ChangedFile[];
  readonly symlinks: readonly string[];
  readonly gone: readonly string[];
  /** Too large, nested repositories, submodules, things that are no files. */
  readonly leftOut: readonly string[];
  /** Unchanged files that must be stored raw all the same, because git may have converted them. */
  readonly unchanged: readonly ChangedFile[];
  /** How many regular files there are in all. */
  readonly fileCount: number;
}

/** Lists what must be put on top of HEAD so that it holds the slot's files byte for byte. */
export async function worktreeChanges(
  git: RunGit,
  directory: string,
  repository: Repository,
  env: Readonly<Record<string, string>>,
): Promise<WorktreeChanges> {
  // Nothing of this changes anything, so all of it is asked at once.
  const base = repository.head ?? emptyTree[repository.nameLength] ?? '';
  const [listed, differing, isConfigured] = await Promise.all([
    git([...listing, '--exclude-standard', '--exclude=.holdpoint/'], { env }),
    git([...differences, base, '--', '.'], { env }),
    isConversionConfigured(directory, repository),
  ]);
  const [tracked, others] = tagged(zeroSeparated(listed.stdout));
  const modules = zeroSeparated(differing.stdout).filter((_, index) => index % 2 === 0);
  const paths = zeroSeparated(differing.stdout).filter((_, index) => index % 2 === 1);
  const submodules = new Set(tracked.filter((entry) => entry.mode === '160000').map((entry) => entry.path));
  const isModule = (path: string, index: number) =>
    submodules.has(path) || modules[index]?.startsWith(':160000');
  const changed = new Set([...paths.filter((path, index) => !isModule(path, index)), ...others]);
  const modes = new Map(tracked.map((entry) => [entry.path, entry.mode]));
  const gone = new Set(paths);
  const changes = await sortByKind(directory, [...changed], modes, gone);
  const leftOut = [...changes.leftOut, ...submodules].sort();
  const isSame = ({ path, mode }: (typeof tracked)[number]) => mode.startsWith('100') && !changed.has(path);
  const same = [...new Set(tracked.filter(isSame).map(({ path }) => path))];
  const fileCount = same.length + changes.files.length;
  if (!isConfigured && ![...modes.keys(), ...changed].some(isAttributes))
    return { ...changes, leftOut, unchanged: [], fileCount };
  const kept = await sortByKind(directory, same, modes, gone);
  return { ...changes, leftOut, unchanged: kept.files, fileCount };
}

const listing = ['ls-files', '-z', '-t', '--stage', '--others'];
const differences = [
  'diff-index',
  '-z',
  '--no-renames',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=all',
  '--relative',
];

/** What the index holds, and what it does not: git puts a tag of two characters before each. */
function tagged(lines: readonly string[]) {
  const others: string[] = [];
  const tracked: { readonly mode: string; readonly path: string }[] = [];
  for (const line of lines)
    if (line.startsWith('? ')) others.push(line.slice(2));
    else tracked.push({ mode: line.slice(2, 8), path: line.slice(line.indexOf('\t') + 1) });
  return [tracked, others] as const;
}

function isAttributes(path: string): boolean {
  return path === '.gitattributes' || path.endsWith('/.gitattributes');
}

/**
 * Whether git may hold a file in other bytes than the disk (line ends, encodings, filters such as large file storage)
 * by what stands outside of the recorded files. Then, as with attributes among these, every file is stored anew as it
 * lies on disk: what is restored must be the very bytes.
 */
async function isConversionConfigured(
  directory: string,
  { top, attributesFile, isConversionSet }: Repository,
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
  return isConversionSet || (await Promise.all(files.map(exists))).includes(true);
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
  recorded: ReadonlySet<string>,
): Promise<Sorted> {
  const sorted: Sorted = { files: [], symlinks: [], gone: [], leftOut: [] };
  const seenMs = Date.now();
  const kinds = await lookAt(directory, paths);
  for (const [index, path] of paths.entries()) {
    const mode = modes.get(path) ?? (recorded.has(path) ? '100644' : undefined);
    sortOne(sorted, path, kinds[index], { mode, seenMs });
  }
  return sorted;
}

/** `mode` is that of the index or of HEAD: a path that was there but cannot be recorded now is gone from it. */
function sortOne(
  sorted: Sorted,
  path: string,
  entry: Stats | undefined,
  { mode, seenMs }: { readonly mode: string | undefined; readonly seenMs: number },
): void {
  const isTracked = mode !== undefined;
  if (entry?.isSymbolicLink()) sorted.symlinks.push(path);
  else if (entry?.isFile() && entry.size <= largestFile)
    sorted.files.push(changedFile(path, entry, { mode, seenMs }));
  else {
    if (isTracked) sorted.gone.push(path);
    if (entry && !(isTracked && entry.isDirectory())) sorted.leftOut.push(path);
  }
}
