import type { Snapshot } from '../../../runtime/ports';
import type { RunGit } from '../gitProcess';
import type { Repository } from '../repository';
import type { BlobNames } from './blobNames';
import { importTree } from './importTree';
import { worktreeChanges } from './worktreeChanges';

/** Whose files are recorded, and what is known of them from earlier. */
export interface SnapshotSource {
  readonly git: RunGit;
  readonly directory: string;
  readonly repository: Repository;
  readonly names: BlobNames;
}

/**
 * Records the slot's files as a commit under the checkpoint's ref, or as a tree alone: what differs from HEAD is put on
 * top of it. HEAD, the index, the reflog and every file stay as they are.
 */
export async function treeSnapshot(source: SnapshotSource, checkpointId: string | null): Promise<Snapshot> {
  const { git, directory, repository, names } = source;
  const [changes] = await Promise.all([
    worktreeChanges(git, directory, repository, repository.filters.env),
    names.check(git),
  ]);
  const ref = checkpointId === null ? null : `refs/holdpoint/checkpoints/${checkpointId}`;
  const message = `checkpoint ${checkpointId}`;
  const { tree, commit } = await importTree({ ...source, ref, message }, changes);
  return {
    git_ref: ref,
    commit_sha: ref === null ? null : commit,
    tree_sha: tree,
    head_sha: repository.head,
    left_out: changes.leftOut,
    files: changes.fileCount,
    bytes: [...changes.files, ...changes.unchanged].reduce((sum, { size }) => sum + size, 0),
    manifest: null,
  };
}
