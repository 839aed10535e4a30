import { lstat, readlink } from 'node:fs/promises';
import { dirname, isAbsolute, join, sep } from 'node:path';
import type { PathFact } from '../../runtime/ports';
import { pathTextProblem, protectionOf } from './pathText';

/** Where a path leads, and what the adapter itself needs to act on it. */
export interface ResolvedPath {
  readonly fact: PathFact;
  /** Absolute, without symlinks; meaningless when the fact is not inside. */
  readonly real: string;
  /** Whether the last part of the given path is itself a symlink. */
  readonly isLink: boolean;
}

/** Symlinks followed before a path counts as a loop. */
const mostLinks = 40;

/**
 * Follows a path part by part through every symlink, as the system would, and says whether it stays below `root` (a
 * real path). A `..` goes to the parent of the real directory; what does not exist is taken as named.
 */
export async function resolvePath(root: string, given: string): Promise<ResolvedPath> {
  if (pathTextProblem(given) !== null) return outside(given, false);
  const walk = new Walk(root, given);
  const isWalked = await walk.run();
  if (!isWalked || !isBelow(root, walk.real)) return outside(given, walk.hasLink);
  const relative =
    walk.real === root
      ? '.'
      : walk.real
          .slice(root.length + 1)
          .split(sep)
          .join('/');
  const fact = {
    given,
    relative,
    inside: true,
    protected: protectionOf(relative) ?? protectionOf(given),
    kind: walk.kind,
    symlink: walk.hasLink,
  };
  return { fact, real: walk.real, isLink: walk.isLastLink };
}

/** Whether a real path is the root or below it. */
export function isBelow(root: string, real: string): boolean {
  return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep);
}

function outside(given: string, symlink: boolean): ResolvedPath {
  const fact: PathFact = { given, relative: given, inside: false, protected: null, kind: 'missing', symlink };
  return { fact, real: '', isLink: false };
}

type Kind = PathFact['kind'];

class Walk {
  readonly #pending: string[];
  #links = 0;
  real: string;
  kind: Kind = 'directory';
  hasLink = false;
  isLastLink = false;

  constructor(root: string, given: string) {
    this.real = isAbsolute(given) ? dirname(root).split(sep)[0] + sep : root;
    if (isAbsolute(given) && isBelow(root, given)) this.real = root;
    const rest = isAbsolute(given) && this.real === root ? given.slice(root.length) : given;
    this.#pending = partsOf(rest);
  }

  /** False when the path leads round in circles. What would lie below a file is missing. */
  async run(): Promise<boolean> {
    for (let part = this.#pending.shift(); part !== undefined; part = this.#pending.shift()) {
      if (part === '..') {
        this.real = dirname(this.real);
        this.kind = 'directory';
      } else if (!(await this.#enter(part))) return false;
    }
    return true;
  }

  async #enter(part: string): Promise<boolean> {
    if (this.kind !== 'directory') this.kind = 'missing';
    const next = join(this.real, part);
    const entry = this.kind === 'missing' ? 'missing' : await kindAt(next);
    if (entry !== 'symlink') {
      this.real = next;
      this.kind = entry;
      return true;
    }
    this.hasLink = true;
    if (this.#pending.length === 0) this.isLastLink = true;
    if (++this.#links > mostLinks) return false;
    const target = await readlink(next);
    if (isAbsolute(target)) this.real = dirname(next).split(sep)[0] + sep;
    this.#pending.unshift(...partsOf(target));
    return true;
  }
}

function partsOf(path: string): string[] {
  return path.split(sep === '\\' ? /[\\/]/ : '/').filter((part) => part !== '' && part !== '.');
}

async function kindAt(path: string): Promise<Kind | 'symlink'> {
  try {
    const entry = await lstat(path);
    if (entry.isSymbolicLink()) return 'symlink';
    if (entry.isFile()) return 'file';
    return entry.isDirectory() ? 'directory' : 'other';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
    throw error;
  }
}
