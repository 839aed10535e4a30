import { copyFile, mkdtemp, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Snapshot } from '../../runtime/ports';
import { type RunGit, zeroSeparated } from './gitProcess';
import { recordChanges } from './recordChanges';
import type { Repository } from './repository';
import { worktreeChanges } from './worktreeChanges';

/**
 * Records the slot's files as a commit under the checkpoint's ref, or as a tree alone, by way of an index of its own, seeded from the user's so that only
 * what changed is read. HEAD, the user's index, the reflog and every file stay as they are.
 */
export async function treeSnapshot(
  git: RunGit,
  directory: string,
  repository: Repository,
  checkpointId: string | null,
): Promise<Snapshot> {
  const scratch = await mkdtemp(join(tmpdir(), 'holdpoint-index-'));
  try {
    const indexFile = join(scratch, 'index');
    await seedIndex(repository.indexFile, indexFile);
    const env = { ...repository.filters.env, GIT_INDEX_FILE: indexFile, ...author };
    const changes = await worktreeChanges(git, directory, repository, env);
    await recordChanges({ git, directory, repository, env }, changes);
    const tree = await writeTree(git, repository, env);
    const ref = checkpointId === null ? null : `refs/holdpoint/checkpoints/${checkpointId}`;
    const commit = { tree, parent: repository.head, message: `checkpoint ${checkpointId}` };
    const [files] = await Promise.all([
      countFiles(git, env),
      ref === null ? undefined : commitTree(git, { ...commit, ref }, env),
    ]);
    return {
      git_ref: ref,
      tree_sha: tree,
      head_sha: repository.head,
      left_out: changes.leftOut,
      files,
      manifest: null,
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const author = {
  GIT_AUTHOR_NAME: 'Holdpoint',
  GIT_AUTHOR_EMAIL: 'holdpoint@localhost',
  GIT_COMMITTER_NAME: 'Holdpoint',
  GIT_COMMITTER_EMAIL: 'holdpoint@localhost',
};

/**
 * Copies the index a little older than it is: git reads a file again when it is not older than the index, and a copy
 * that looked newer would hide edits of the same instant.
 */
async function seedIndex(from: string, to: string): Promise<void> {
  const original = await stat(from).catch(() => undefined);
  if (!original) return;
  await copyFile(from, to);
  const time = new Date(Math.floor(original.mtimeMs) - 1);
  await utimes(to, time, time);
}

async function writeTree(
  git: RunGit,
  repository: Repository,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const answer = await git(['write-tree'], { env, accept: [128] });
  if (answer.exitCode === 0) return answer.stdout.toString('utf8').trim();
  // Paths in a merge conflict elsewhere in the repository cannot be in a tree.
  const everywhere = ['--no-literal-pathspecs', 'ls-files', '-z', '--unmerged', '--full-name', '--', ':/'];
  const unmerged = zeroSeparated((await git(everywhere, { env })).stdout);
  const paths = new Set(unmerged.map((entry) => entry.slice(entry.indexOf('\t') + 1)));
  const input = [...paths].map((path) => `0 ${'0'.repeat(repository.nameLength)}\t${path}\0`).join('');
  await git(['update-index', '-z', '--index-info'], { env, input });
  return line(git, ['write-tree'], env);
}

async function commitTree(
  git: RunGit,
  { tree, parent, ref, message }: { tree: string; parent: string | null; ref: string; message: string },
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const parents = parent === null ? [] : ['-p', parent];
  const commit = await line(git, ['commit-tree', tree, ...parents, '-m', message], env);
  await git(['-c', 'core.logAllRefUpdates=false', 'update-ref', '--no-deref', ref, commit], { env });
}

async function countFiles(git: RunGit, env: Readonly<Record<string, string>>): Promise<number> {
  const stage = zeroSeparated((await git(['ls-files', '-z', '--stage'], { env })).stdout);
  return stage.filter((entry) => entry.startsWith('100')).length;
}

async function line(
  git: RunGit,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  return (await git(argv, { env })).stdout.toString('utf8').trim();
}
