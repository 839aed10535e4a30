import { lstatSync, realpathSync, statSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import picomatch from 'picomatch';
import { AppError } from '#protocol/errors';
import type { DirectoryEntry, Workspace } from '../../runtime/ports';
import { applyWrites } from './applyWrites';
import { absent, readState } from './readState';
import { resolvePath } from './resolvePath';
import { sweepLeftovers } from './sweepLeftovers';

/** The files below a directory, as a slot: nothing leads out of it, whatever a path or a symlink says. */
export function nodeWorkspace(directory: string): Workspace {
  const root = realpathSync(directory);
  return {
    root,
    fact: async (path) => (await resolvePath(root, path)).fact,
    stamp: (path) => stampOf(join(root, path)),
    read: async (path) => readState(await insidePath(root, path)),
    list: (path) => listDirectory(root, path),
    find: async (globs, limit) => {
      const isMatch = picomatch([...globs], { dot: true });
      const found: string[] = [];
      await collect(root, '', isMatch, { found, limit });
      return found;
    },
    apply: (writes) => applyWrites(root, writes),
    sweep: (paths) => sweepLeftovers(root, paths),
  };
}

/** The times are in nanoseconds; the change time cannot be set back. */
function stampOf(real: string): string | null {
  // A link that leads nowhere is there all the same.
  const found =
    statSync(real, { bigint: true, throwIfNoEntry: false }) ??
    lstatSync(real, { bigint: true, throwIfNoEntry: false });
  return found ? [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(':') : null;
}

async function insidePath(root: string, path: string): Promise<string> {
  const { fact, real } = await resolvePath(root, path);
  if (!fact.inside) throw new AppError('DENIED', `${path}: leads outside the workspace`, { path });
  return real;
}

async function listDirectory(root: string, path: string): Promise<DirectoryEntry[]> {
  const real = await insidePath(root, path);
  const entries = await readdir(real, { withFileTypes: true }).catch(absent);
  if (!entries) throw new AppError('NOT_FOUND', `${path}: there is no such directory`, { path });
  const listed: DirectoryEntry[] = [];
  for (const entry of entries) {
    const size = entry.isFile() ? (await lstat(join(real, entry.name)).catch(absent))?.size : 0;
    listed.push({ name: entry.name, kind: kindOf(entry), size: size ?? 0 });
  }
  return listed.sort((left, right) => (left.name < right.name ? -1 : 1));
}

interface TypedEntry {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

function kindOf(entry: TypedEntry): DirectoryEntry['kind'] {
  if (entry.isSymbolicLink()) return 'symlink';
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'directory' : 'other';
}

const hidden = new Set(['.git', '.holdpoint']);

interface Finds {
  readonly found: string[];
  readonly limit: number;
}

/** Adds matching files below `relative` in order of name; symlinks are not followed. */
async function collect(
  root: string,
  relative: string,
  isMatch: (path: string) => boolean,
  into: Finds,
): Promise<void> {
  const entries = (await readdir(join(root, relative), { withFileTypes: true }).catch(absent)) ?? [];
  entries.sort((left, right) => (left.name < right.name ? -1 : 1));
  for (const entry of entries) {
    if (into.found.length >= into.limit) return;
    const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
    if (entry.isDirectory() && !hidden.has(entry.name)) await collect(root, path, isMatch, into);
    else if (entry.isFile() && isMatch(path)) into.found.push(path);
  }
}
