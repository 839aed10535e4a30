import type { Caller, Handlers } from '#protocol/methods';
import type { CheckpointRow } from '#protocol/rows';
import { hashOf, recordCheckpoint, snapshotOf } from '../checkpoints/checkpoints';
import type { Context } from '../context';
import { whileHeld } from '../record/bytes/heldBytes';
import { listAnswer } from '../record/listAnswer';
import { commit, eventWrite, type Origin } from '../record/record';
import { Span } from '../record/span';
import { pickCaller } from '../run/startRun';

type Names = Extract<keyof Handlers, `checkpoint/${string}`>;

/** Answers requests about checkpoints. */
export function checkpointHandlers(context: Context): Pick<Handlers, Names> {
  return {
    'checkpoint/create': async ({ name, commit: asCommit, paths }, caller) => {
      const origin: Origin = { ...pickCaller(caller), session_id: null, run_id: null };
      const hash = asCommit ? await realCommit(context, caller, name, paths) : null;
      return await whileHeld(context, async (held) => {
        const { row, writes } = await recordCheckpoint(held, origin, name, null, hash);
        await commit(held, writes);
        return checkpointView(row);
      });
    },
    'checkpoint/list': async ({ limit, offset }) => {
      const { store } = context.ports;
      const page = await store.list('checkpoints', {
        order: [{ by: 'created_at', desc: true }],
        limit,
        offset,
      });
      return listAnswer(page.items.map(checkpointView), page.total, { limit, offset });
    },
  };
}

/** A checkpoint as every door shows it; `hash` is what people type to come back to it. */
export function checkpointView(row: CheckpointRow) {
  const snapshot = snapshotOf(row);
  return {
    checkpoint_id: row.id,
    name: row.name,
    run_id: row.run_id,
    hash: hashOf(row),
    git_ref: row.git_ref,
    tree_sha: row.tree_sha,
    head_sha: row.head_sha,
    files: snapshot.files,
    left_out: [...snapshot.left_out],
    created_by: row.created_by,
    created_at: row.created_at,
  };
}

async function realCommit(
  context: Context,
  caller: Caller,
  name: string,
  paths: readonly string[],
): Promise<string> {
  const place = { trace_id: context.ports.ids.hex(16), run_id: null, parent: null };
  const span = new Span(context, place, 'git', 'git commit', { 'git.op': 'commit', files: paths.length });
  const hash = await context.ports.git.commit(paths, `CHECKPOINT ${name}`);
  const origin: Origin = { ...pickCaller(caller), session_id: null, run_id: null };
  await commit(context, [
    eventWrite(context, origin, {
      type: 'checkpoint.created',
      summary: `commit CHECKPOINT ${name}`,
      payload: { commit: hash, paths: [...paths] },
      span_id: span.id,
    }),
    span.whole({ status: 'OK', attributes: { 'vcs.ref.head.revision': hash } }),
  ]);
  return hash;
}
