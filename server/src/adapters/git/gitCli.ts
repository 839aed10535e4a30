import { realpathSync } from 'node:fs';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '#protocol/errors';
import { outsideId } from '#protocol/methods/ids';
import type { ContentStore, Git, Snapshot } from '../../runtime/ports';
import { foreignFilters } from './foreignFilters';
import { gitProcess, quiet, type RunGit, zeroSeparated } from './gitProcess';
import { readHead } from './headFile';
import { findRepository, type Repository } from './repository';
import { BlobNames } from './snapshots/blobNames';
import { plainSnapshot } from './snapshots/plainSnapshot';
import { treeSnapshot } from './snapshots/treeSnapshot';
import { treeFile, treeFiles } from './treeFiles';

/** The repository around a slot by way of the git program; a slot without one keeps its snapshots in `content`. */
export function gitCli(directory: string, { content }: { readonly content: ContentStore }): Git {
  const root = realpathSync(directory);
  const git = gitProcess(root);
  const known = new Map<string, string>();
  const names = new BlobNames();
  return {
    head: async () => {
      const read = readHead(root);
      if (read !== 'ask git') return read.head;
      const repository = await findRepository(git, root);
      return repository && { commit: repository.head, branch: await branchOf(git) };
    },
    snapshot: async (checkpointId, into = content) => {
      if (checkpointId !== null && !outsideId.test(checkpointId))
        throw new AppError('BAD_REQUEST', `${checkpointId} is no checkpoint id`);
      const repository = await findRepository(git, root);
      if (!repository) return plainSnapshot(root, into);
      return treeSnapshot({ git, directory: root, repository, names }, checkpointId);
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
    quietEnvironment: async () => ({ ...quiet, ...(await foreignFilters(git)).env }),
    excludeState: async () => {
      const repository = await findRepository(git, root);
      if (!repository) return;
      await refuseTracked(git, root);
      await exclude(repository.excludeFile, '.holdpoint/');
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
  const { filters } = await needRepository(git, root);
  if (paths.length === 0)
    throw new AppError(
      'BAD_REQUEST',
      'a commit needs at least one path: name what to commit (at the command line with --path)',
    );
  await git(['var', 'GIT_COMMITTER_IDENT']);
  await refuseFiltered(git, filters.names, paths);
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

/** Without its filter a file would be committed in other bytes than the repository expects. */
async function refuseFiltered(
  git: RunGit,
  names: readonly string[],
  paths: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  const listed = await git(['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...paths]);
  const asked = ['check-attr', '-z', '--stdin', 'filter'];
  const answer = zeroSeparated((await git(asked, { input: listed.stdout.toString('utf8') })).stdout);
  const at = answer.findIndex((value, index) => index % 3 === 2 && names.includes(value));
  if (at < 0) return;
  const [path, filter] = [answer[at - 2] ?? '', answer[at] ?? ''];
  const text = `${path} goes through the filter '${filter}' that this repository's own settings name; git would run its program, so commit it yourself`;
  throw new AppError('DENIED', text, { path, filter });
}

/** A state folder among the files of a repository is that of whoever committed it: their tokens, their approvals. */
async function refuseTracked(git: RunGit, root: string): Promise<void> {
  const listed = await git(['ls-files', '-z', '--cached', '--', '.holdpoint'], { accept: [128] });
  const paths = zeroSeparated(listed.stdout);
  if (paths.length === 0) return;
  const text = `${root}/.holdpoint is part of this repository, so it is not yours alone; remove it ('git rm -r --cached .holdpoint', then the folder) and start again`;
  throw new AppError('STATE_CONFLICT', text, { paths: paths.slice(0, 20) });
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
