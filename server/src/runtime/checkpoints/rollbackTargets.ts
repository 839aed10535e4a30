import { AppError } from '#protocol/errors';
import type { Checked } from '#protocol/methods';
import type { CheckpointRow, WriteRow } from '#protocol/rows';
import { decideCheckpointRollback } from '../../core/change/checkpointRollback';
import { decideHunkRollback } from '../../core/change/hunkRollback';
import {
  decideRollback,
  type PresentFiles,
  type RollbackEntry,
  rollbackPaths,
} from '../../core/change/rollback';
import { dependants } from '../../core/plan/graph';
import type { Context } from '../context';
import { storedPlanBody } from '../plans/planBodies';
import { slotContext } from '../slots';
import { allWrites } from './allWrites';
import { hashOf, snapshotOf } from './checkpoints';
import { presentFiles } from './presentFiles';

/** What a rollback would do, file by file, and what it goes back to. */
export interface RollbackDecision {
  readonly target: string;
  /** Of the checkpoint, where it goes back to one. */
  readonly hash?: string;
  readonly run_id: string | null;
  readonly entries: readonly RollbackEntry[];
}

/** Works out a rollback to a checkpoint (id, name, tree or ref), of a run (or parts of it), or of another rollback. */
export async function decideTarget(
  context: Context,
  asked: Checked<'rollback/prepare'>,
): Promise<RollbackDecision> {
  const writes = await allWrites(context);
  const rollback = await context.ports.store.get('approvals', { id: asked.target });
  if (rollback?.subject_type === 'rollback') {
    return await ofRollback(context, asked, writes, rollback.id);
  }
  const run = await runNamed(context, asked.target);
  if (run) {
    const place = await slotContext(context, run);
    return asked.hunks.length > 0
      ? await ofHunks(place, asked, writes, run.id)
      : await ofRun(place, asked, writes, run);
  }
  const checkpoint = await checkpointNamed(context, asked.target);
  if (checkpoint) {
    return await toCheckpoint(context, asked, writes, checkpoint);
  }
  throw new AppError('NOT_FOUND', `there is no checkpoint, run or rollback ${asked.target}`, {
    target: asked.target,
  });
}

async function runNamed(context: Context, name: string) {
  const { store } = context.ports;
  const where = /^[0-9a-f]{32}$/.test(name) ? { trace_id: name } : name === 'latest' ? {} : { id: name };
  return (await store.list('runs', { where, order: [{ by: 'created_at', desc: true }], limit: 1 })).items[0];
}

async function checkpointNamed(context: Context, name: string): Promise<CheckpointRow | undefined> {
  const { items } = await context.ports.store.list('checkpoints', {
    order: [{ by: 'created_at', desc: true }],
    limit: null,
  });
  return (
    items.find((row) => [row.id, row.git_ref, hashOf(row)].includes(name)) ??
    items.find(({ tree_sha }) => tree_sha === name) ??
    items.find((row) => row.name === name)
  );
}

async function ofRun(
  context: Context,
  asked: Checked<'rollback/prepare'>,
  writes: readonly WriteRow[],
  run: { readonly id: string; readonly plan_hash: string },
): Promise<RollbackDecision> {
  const plan = await storedPlanBody(context, run.plan_hash);
  const selection = {
    run_id: run.id,
    ...(asked.step_id === undefined ? {} : { step_id: asked.step_id }),
    ...(asked.paths.length === 0 ? {} : { paths: asked.paths }),
    with_dependants: asked.with_dependants,
  };
  const behind =
    plan && asked.step_id !== undefined ? { [asked.step_id]: [...dependants(plan, asked.step_id)] } : {};
  const question = { writes, selection, dependants: behind };
  const present = await presentFiles(context.ports.workspace, rollbackPaths(question));
  return {
    target: run.id,
    run_id: run.id,
    entries: decideRollback({ ...question, ...present, include: asked.include }),
  };
}

async function ofRollback(
  context: Context,
  asked: Checked<'rollback/prepare'>,
  writes: readonly WriteRow[],
  id: string,
): Promise<RollbackDecision> {
  const own = writes.filter(({ step_id }) => step_id === id).map((write) => write.id);
  const question = { writes, selection: { write_ids: own }, dependants: {} };
  const present = await presentFiles(context.ports.workspace, rollbackPaths(question));
  return {
    target: id,
    run_id: null,
    entries: decideRollback({ ...question, ...present, include: asked.include }),
  };
}

async function ofHunks(
  context: Context,
  asked: Checked<'rollback/prepare'>,
  writes: readonly WriteRow[],
  runId: string,
): Promise<RollbackDecision> {
  const { content, workspace } = context.ports;
  const bytes = async (sha: string | null) => (sha === null ? null : ((await content.get(sha)) ?? null));
  const entries: RollbackEntry[] = [];
  for (const path of new Set(asked.hunks.map((hunk) => hunk.path))) {
    const write = writes.findLast((candidate) => candidate.run_id === runId && candidate.path === path);
    if (!write) {
      throw new AppError('NOT_FOUND', `run ${runId} did not write ${path}`, { path });
    }
    const hunks = asked.hunks.filter((hunk) => hunk.path === path).map(({ index }) => index);
    const { replaced } = await presentFiles(workspace, [path]);
    const current = replaced.has(path) ? null : ((await workspace.read(path))?.bytes ?? null);
    const decided = decideHunkRollback({
      write,
      hunks,
      before: await bytes(write.before_sha),
      after: await bytes(write.after_sha),
      current,
    });
    if ('problem' in decided) {
      throw new AppError('ROLLBACK_CONFLICT', decided.problem, { path, conflict: decided.conflict });
    }
    if (decided.restored) {
      await content.put(decided.restored);
    }
    const { restore_sha, restore_mode, expected_sha } = decided;
    entries.push({
      path,
      restore_sha,
      restore_mode,
      expected_sha,
      conflict: null,
      restores: true,
      takes_back: [],
    });
  }
  return { target: runId, run_id: runId, entries };
}

async function toCheckpoint(
  context: Context,
  asked: Checked<'rollback/prepare'>,
  writes: readonly WriteRow[],
  checkpoint: CheckpointRow,
): Promise<RollbackDecision> {
  const files = await context.ports.git.files(snapshotOf(checkpoint));
  const writesSince = writes.filter(({ created_at }) => created_at >= checkpoint.created_at);
  const present = await currentFiles(context, Object.keys(files), writesSince);
  const entries = decideCheckpointRollback({ files, writesSince, ...present, include: asked.include });
  const chosen =
    asked.paths.length === 0 ? entries : entries.filter(({ path }) => asked.paths.includes(path));
  const hash = hashOf(checkpoint);
  return { target: checkpoint.id, hash, run_id: checkpoint.run_id, entries: chosen };
}

/** Files as they are now: those of the checkpoint, those written since, and those that appeared beside them. */
async function currentFiles(
  context: Context,
  recorded: readonly string[],
  writesSince: readonly WriteRow[],
): Promise<PresentFiles> {
  const now = await context.ports.git.snapshot(null, context.ports.content);
  const files = await context.ports.git.files(now);
  const present = Object.fromEntries(Object.entries(files).map(([path, { sha256 }]) => [path, sha256]));
  const written = writesSince.map(({ path }) => path);
  const missing = recorded.filter((path) => !Object.hasOwn(present, path));
  const looked = await presentFiles(context.ports.workspace, [...new Set([...missing, ...written])]);
  return { ...looked, current: { ...present, ...looked.current } };
}
