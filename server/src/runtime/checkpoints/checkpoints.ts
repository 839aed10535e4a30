import type { CheckpointRow } from '#protocol/rows';
import type { Context } from '../context';
import type { Snapshot } from '../ports';
import { eventWrite, isoNow, newId, type Origin } from '../record/record';
import { Span, type SpanPlace } from '../record/span';
import type { Write } from '../storePort';

/** Records the slot's files as they are; HEAD, index, reflog and user files stay untouched. */
export async function recordCheckpoint(
  context: Context,
  origin: Origin,
  name: string,
  place: SpanPlace | null,
  branchCommit: string | null = null,
): Promise<{ readonly row: CheckpointRow; readonly snapshot: Snapshot; readonly writes: readonly Write[] }> {
  const id = newId(context, 'ckpt');
  const span =
    place && new Span(context, place, 'gate', 'holdpoint.checkpoint', { 'holdpoint.checkpoint.id': id });
  const git = span && new Span(context, span.place, 'git', 'git snapshot', { 'git.op': 'snapshot' });
  const snapshot = await context.ports.git.snapshot(id, context.ports.content);
  const snapped = git && snapshot.git_ref !== null ? [git.whole({ status: 'OK' })] : [];
  const row: CheckpointRow = {
    id,
    name,
    run_id: origin.run_id,
    git_ref: snapshot.git_ref,
    tree_sha: snapshot.tree_sha,
    head_sha: snapshot.head_sha,
    state_json: JSON.stringify({
      files: snapshot.files,
      bytes: snapshot.bytes,
      left_out: snapshot.left_out,
      manifest: snapshot.manifest,
      commit_sha: snapshot.commit_sha,
      branch_commit: branchCommit,
    }),
    created_by: origin.actor,
    created_at: isoNow(context),
  };
  const event = eventWrite(context, origin, {
    type: 'checkpoint.created',
    summary: `checkpoint ${name}`,
    payload: {
      checkpoint_id: id,
      git_ref: snapshot.git_ref,
      files: snapshot.files,
      left_out: [...snapshot.left_out],
    },
    span_id: span?.id ?? null,
  });
  const ended = span
    ? [
        span.whole({
          status: 'OK',
          attributes: {
            'holdpoint.checkpoint.ref': snapshot.git_ref,
            'holdpoint.checkpoint.files': snapshot.files,
            'holdpoint.checkpoint.bytes': snapshot.bytes,
          },
        }),
      ]
    : [];
  const writes: Write[] = [{ op: 'insert', table: 'checkpoints', row }, event, ...snapped, ...ended];
  return { row, snapshot, writes };
}

type State = Pick<Snapshot, 'files' | 'bytes' | 'left_out' | 'manifest' | 'commit_sha'>;

/** The snapshot that a checkpoint's row describes. */
export function snapshotOf(row: CheckpointRow): Snapshot {
  const { branch_commit: _, ...state } = JSON.parse(row.state_json) as State & {
    branch_commit: string | null;
  };
  return { git_ref: row.git_ref, tree_sha: row.tree_sha, head_sha: row.head_sha, ...state };
}

/** What people type to come back to a checkpoint: the commit they made on their branch, or the checkpoint's own. */
export function hashOf(row: CheckpointRow): string {
  const state = JSON.parse(row.state_json) as Partial<Record<'commit_sha' | 'branch_commit', string | null>>;
  return state.branch_commit ?? state.commit_sha ?? row.tree_sha ?? row.id;
}
