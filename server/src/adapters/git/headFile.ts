import { lstatSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Where HEAD stands; `commit` is null before the first commit, `branch` when HEAD is detached. */
export interface Head {
  readonly commit: string | null;
  readonly branch: string | null;
}

/** What can be told without git: HEAD, that there is no repository, or that only git itself can tell. */
export type HeadAnswer = { readonly head: Head | undefined } | 'ask git';

const askGit = 'ask git';
const commitName = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/u;
/** Settings under which a repository is not what its files look like. */
const unusual = /^\s*(?:bare\s*=\s*(?:true|yes|on|1)|worktree\s*=|refstorage\s*=|\[include)/imu;

/**
 * Reads HEAD off the files of the repository around a directory, which takes microseconds where git takes
 * milliseconds. Everything out of the ordinary is left to git: it alone knows all its rules.
 */
export function readHead(directory: string): HeadAnswer {
  try {
    const found = findGitDirectory(directory);
    if (found === askGit) return askGit;
    return found === undefined ? { head: undefined } : headOf(found);
  } catch {
    // A file that vanishes between two looks, or may not be read: git says what is the matter.
    return askGit;
  }
}

/** The git directory of the work tree around a directory, by git's own way up. */
function findGitDirectory(directory: string): string | undefined | typeof askGit {
  const { dev } = statSync(directory);
  for (let at = directory; ; at = dirname(at)) {
    if (statSync(at).dev !== dev || isThere(join(at, 'HEAD'))) return askGit;
    const found = gitDirectoryOf(at);
    if (found !== undefined || dirname(at) === at) return found;
  }
}

function gitDirectoryOf(workTree: string): string | undefined | typeof askGit {
  const git = lstatSync(join(workTree, '.git'), { throwIfNoEntry: false });
  if (git === undefined) return undefined;
  if (!isOurs(workTree)) return askGit;
  if (git.isDirectory()) return join(workTree, '.git');
  return git.isFile() ? linkedDirectory(workTree) : askGit;
}

/** A work tree beside the repository names its git directory in a file. */
function linkedDirectory(workTree: string): string | typeof askGit {
  const [, path] = /^gitdir: (.+?)\n*$/u.exec(readFileSync(join(workTree, '.git'), 'utf8')) ?? [];
  return path === undefined ? askGit : resolve(workTree, path);
}

function headOf(gitDirectory: string): HeadAnswer {
  const common = commonDirectory(gitDirectory);
  if (!isOurs(gitDirectory) || !isPlain(common) || isThere(join(gitDirectory, 'config.worktree')))
    return askGit;
  const text = readFileSync(join(gitDirectory, 'HEAD'), 'utf8').trimEnd();
  if (commitName.test(text)) return { head: { commit: text, branch: null } };
  const [, branch] = /^ref: refs\/heads\/([^\s~^:?*[\\]+)$/u.exec(text) ?? [];
  return branch === undefined || branch.includes('..') ? askGit : branchHead(common, branch);
}

function commonDirectory(gitDirectory: string): string {
  const path = readIfThere(join(gitDirectory, 'commondir'));
  return path === undefined ? gitDirectory : resolve(gitDirectory, path.trimEnd());
}

/** Git does not look into repositories of other people. */
function isOurs(directory: string): boolean {
  return process.getuid === undefined || statSync(directory).uid === process.getuid();
}

function isPlain(common: string): boolean {
  const isWhole = isThere(join(common, 'objects')) && isThere(join(common, 'refs'));
  return isWhole && !unusual.test(readFileSync(join(common, 'config'), 'utf8'));
}

/** The loose ref is looked at first: git packs a ref before it removes the loose one. */
function branchHead(common: string, branch: string): HeadAnswer {
  const ref = `refs/heads/${branch}`;
  const loose = readIfThere(join(common, ref))?.trimEnd();
  if (loose !== undefined && !commitName.test(loose)) return askGit;
  const packed = readIfThere(join(common, 'packed-refs')) ?? '';
  // A tag of the same name makes git write the branch in another way.
  if (packed.includes(` refs/tags/${branch}\n`) || isThere(join(common, 'refs/tags', branch))) return askGit;
  return { head: { commit: loose ?? packedCommit(packed, ref), branch } };
}

function packedCommit(packed: string, ref: string): string | null {
  const line = packed.split('\n').find((one) => one.endsWith(` ${ref}`));
  const name = line?.slice(0, line.indexOf(' ')) ?? '';
  return commitName.test(name) ? name : null;
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function readIfThere(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? readFileSync(path, 'utf8') : undefined;
}
