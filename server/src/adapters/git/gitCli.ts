import { realpathSync } from 'node:fs';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '#protocol/errors';
import { outsideId } from '#protocol/methods/ids';
import type { ContentStore, Git, Snapshot } from '../../runtime/ports';
import { gitProcess, type RunGit } from './gitProcess';
import { readHead } from './headFile';
import { plainSnapshot } from './plainSnapshot';
import { findRepository, type Repository } from './repository';
import { treeFile, treeFiles } from './treeFiles';
import { treeSnapshot } from './treeSnapshot';

/** The repository around a slot by way of the git program; a slot without one keeps its snapshots in `content`. */
export function gitCli(directory: string, { content }: { readonly content: ContentStore }): Git {
  const root = realpathSync(directory);
  const git = gitProcess(root);
  const known = new Map<string, string>();
  return {
    head: async () => {
      const read = readHead(root);
      if (read !== 'ask git') return read.head;
      const repository = await findRepository(git, root);
      return repository && { commit: repository.head, branch: await branchOf(git) };
    },
    snapshot: async (checkpointId) => {
      if (!outsideId.test(checkpointId))
        throw new AppError('BAD_REQUEST', `${checkpointId} is no checkpoint id`);
      const repository = await findRepository(git, root);
      return repository ? treeSnapshot(git, root, repository, checkpointId) : plainSnapshot(root, content);
    },
    files: async (snapshot) => {
      if (snapshot.tree_sha === null) return snapshot.manifest ?? {};
      return treeFiles(git, snapshot.tree_sha, (await needRepository(git, root)).prefix, known);
    },
    fileAt: async (snapshot, path) => {
      if (snapshot.tree_sha === null) return manifestFile(content, snapshot, path);
      return treeFile(git, snapshot.tree_sha, (await needRepository(git, root)).prefix, path);
    },
    commit: (paths, message) => commitPaths(git, root, paths, message),
    excludeState: async () => {
      const repository = await findRepository(git, root);
      if (repository) await exclude(repository.excludeFile, '.holdpoint/');
    },
  };
}

async function needRepository(git: RunGit, root: string): Promise<Repository> {
  const repository = await findRepository(git, root);
  if (repository) return repository;
  throw new AppError(
    'STATE_CONFLICT',
    `${root} is not in a git work tree; run git init, or do it without git`,
    { root },
  );
}

/** `null` when HEAD is detached. */
async function branchOf(git: RunGit): Promise<string | null> {
  const answer = await git(['symbolic-ref', '--quiet', '--short', 'HEAD'], { accept: [1] });
  return answer.exitCode === 0 ? answer.stdout.toString('utf8').trim() : null;
}

async function manifestFile(
  content: ContentStore,
  snapshot: Snapshot,
  path: string,
): Promise<Uint8Array | undefined> {
  const manifest = snapshot.manifest ?? {};
  const recorded = Object.hasOwn(manifest, path) ? manifest[path] : undefined;
  return recorded && content.get(recorded.sha256);
}

/** Who commits is asked first: a commit that fails for want of a name would leave the index changed. */
async function commitPaths(
  git: RunGit,
  root: string,
  paths: readonly string[],
  message: string,
): Promise<string> {
  await needRepository(git, root);
  if (paths.length === 0) throw new AppError('BAD_REQUEST', 'a commit needs at least one path');
  await git(['var', 'GIT_COMMITTER_IDENT']);
  await git(['add', '--all', '--', ...paths]);
  const unchanged = await git(
    ['diff', '--cached', '--quiet', '--no-ext-diff', '--no-textconv', '--', ...paths],
    {
      accept: [1],
    },
  );
  if (unchanged.exitCode === 0) {
    throw new AppError('STATE_CONFLICT', `there is nothing to commit in ${paths.join(', ')}`, { paths });
  }
  await git(['commit', '--quiet', '--no-verify', '--only', '-m', message, '--', ...paths]);
  return (await git(['rev-parse', 'HEAD'])).stdout.toString('utf8').trim();
}

async function exclude(file: string, pattern: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return '';
  });
  if (text.split(/\r?\n/).includes(pattern)) return;
  await mkdir(dirname(file), { recursive: true });
  await appendFile(file, `${text === '' || text.endsWith('\n') ? '' : '\n'}${pattern}\n`);
}
