import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { Caller } from '#protocol/methods';
import type { RollbackView } from '#protocol/methods/governance';
import type { ApprovalRow, CheckpointRow, WriteRow } from '#protocol/rows';
import type { RollbackEntry } from '../../core/change/rollback';
import { unsavedAmong, unsavedRefusal } from '../approvals/unsaved';
import type { Context } from '../context';
import type { FileWrite } from '../ports';
import { commit, eventWrite, isoNow, newId, type Origin } from '../record/record';
import { Span } from '../record/span';
import { storedJson } from '../record/views';
import { pickCaller } from '../run/startRun';
import { slotContext } from '../slots';
import type { Write } from '../storePort';
import { recordCheckpoint, snapshotOf } from './checkpoints';
import { digestOf, type RollbackList, rollbackView } from './rollbackList';

/** Performs an approved rollback: safety checkpoint first, then exactly the approved files, then a look at each. */
export async function applyRollback(home: Context, caller: Caller, row: ApprovalRow): Promise<RollbackView> {
  if (row.subject_type !== 'rollback') {
    throw new AppError('BAD_REQUEST', `approval ${row.id} is about a ${row.subject_type}`);
  }
  if (row.status === 'requested') {
    throw new AppError('APPROVAL_REQUIRED', 'the file list of this rollback waits for approval', {
      approval_id: row.id,
    });
  }
  if (row.status !== 'granted') {
    throw new AppError('APPROVAL_STALE', `this rollback is ${row.status}`, { cause: row.status });
  }
  const kept = storedJson(row.shown_json) as unknown as RollbackList;
  const context = await placeOf(home, kept.run_id);
  await refuseUnsaved(context, kept, row.id);
  if (digestOf(kept) !== row.digest) {
    throw new AppError('APPROVAL_STALE', 'the file list is not the one that was approved', {
      cause: 'digest_mismatch',
    });
  }
  const origin: Origin = {
    ...pickCaller(caller),
    session_id: row.session_id === 'none' ? null : row.session_id,
    run_id: kept.run_id,
  };
  const span = new Span(
    context,
    { trace_id: await traceOf(context, kept.run_id), run_id: kept.run_id, parent: null },
    'gate',
    'holdpoint.rollback',
    { target: kept.target, 'holdpoint.approval.id': row.id },
  );
  const safety = await recordCheckpoint(context, origin, `before rollback ${row.id}`, span.place);
  const consume: Write = {
    op: 'transition',
    table: 'approvals',
    key: { id: row.id },
    from: ['granted'],
    to: 'consumed',
    set: { consumed_at: isoNow(context) },
  };
  await commit(context, [...safety.writes, consume]);
  const restoring = kept.entries.filter(({ restores }) => restores);
  const writes = await fileWrites(context, kept, restoring);
  const before = await preImages(context, restoring);
  await context.ports.workspace.apply(writes);
  context.bus.tell('files/written', {
    root: context.ports.workspace.root,
    paths: writes.map(({ path }) => path),
  });
  const rows = restoring.map((entry) => writeRow(context, row, kept, entry, safety.row, before));
  const verify = await verifyRestored(context, restoring);
  await commit(context, [
    ...rows.map((write): Write => ({ op: 'insert', table: 'writes', row: write })),
    ...takenBack(restoring, rows),
    eventWrite(context, origin, {
      type: 'checkpoint.restored',
      summary: `rollback of ${kept.target}: ${restoring.length} file${restoring.length === 1 ? '' : 's'} restored`,
      payload: {
        rollback_id: row.id,
        target: kept.target,
        safety_checkpoint_id: safety.row.id,
        files: restoring.map(({ path }) => path),
        kept: kept.entries
          .filter(({ restores }) => !restores)
          .map(({ path, conflict }) => ({ path, conflict })),
        verify: verify as unknown as JsonObject,
      },
      span_id: span.id,
    }),
    span.whole({
      status: verify.passed ? 'OK' : 'ERROR',
      error: verify.passed ? null : verify.details,
      attributes: { files: restoring.length, undone: restoring.flatMap(({ takes_back }) => takes_back) },
    }),
  ]);
  return rollbackView(row, kept, 'done', safety.row.id, verify);
}

/** A file that somebody is changing in an editor is not written under their hands. */
async function refuseUnsaved(
  { ports }: Context,
  { entries, run_id }: RollbackList,
  approval_id: string,
): Promise<void> {
  const restored = entries.filter(({ restores }) => restores).map(({ path }) => path);
  const unsaved = await unsavedAmong(ports, restored);
  if (unsaved.length > 0) {
    throw unsavedRefusal(unsaved, { approval_id, run_id });
  }
}

/** Where a run worked: its slot, or the opened folder. */
async function placeOf(home: Context, runId: string | null): Promise<Context> {
  const run = runId === null ? undefined : await home.ports.store.get('runs', { id: runId });
  return run ? await slotContext(home, run) : home;
}

async function fileWrites(
  context: Context,
  kept: RollbackList,
  entries: readonly RollbackEntry[],
): Promise<FileWrite[]> {
  const checkpoint = await context.ports.store.get('checkpoints', { id: kept.target });
  const writes: FileWrite[] = [];
  for (const { path, restore_sha, restore_mode, expected_sha } of entries) {
    const after = restore_sha === null ? null : await restoredBytes(context, checkpoint, path, restore_sha);
    writes.push({ path, before_sha256: expected_sha, after, mode: restore_mode });
  }
  return writes;
}

async function restoredBytes(
  context: Context,
  checkpoint: CheckpointRow | undefined,
  path: string,
  sha: string,
): Promise<Uint8Array> {
  const bytes =
    (await context.ports.content.get(sha)) ??
    (checkpoint ? await context.ports.git.fileAt(snapshotOf(checkpoint), path) : undefined);
  if (!bytes) {
    throw new AppError('ROLLBACK_CONFLICT', `${path}: the bytes to put back are no longer kept`, { path });
  }
  return bytes;
}

/** Keeps what a rollback is about to replace, so that it can be rolled back itself. */
async function preImages(
  context: Context,
  entries: readonly RollbackEntry[],
): Promise<Map<string, number | null>> {
  const modes = new Map<string, number | null>();
  for (const { path } of entries) {
    const state = await context.ports.workspace.read(path);
    if (state) {
      await context.ports.content.put(state.bytes);
    }
    modes.set(path, state?.mode ?? null);
  }
  return modes;
}

function writeRow(
  context: Context,
  approval: ApprovalRow,
  kept: RollbackList,
  entry: RollbackEntry,
  safety: CheckpointRow,
  modes: ReadonlyMap<string, number | null>,
): WriteRow {
  return {
    id: newId(context, 'wr'),
    run_id: kept.run_id,
    step_id: approval.id,
    preview_id: null,
    checkpoint_id: safety.id,
    path: entry.path,
    before_sha: entry.expected_sha,
    after_sha: entry.restore_sha,
    before_mode: modes.get(entry.path) ?? null,
    after_mode: entry.restore_mode,
    undone_by: null,
    created_at: isoNow(context),
  };
}

function takenBack(entries: readonly RollbackEntry[], rows: readonly WriteRow[]): Write[] {
  return entries.flatMap(({ path, takes_back }) => {
    const by = rows.find((row) => row.path === path)?.id ?? null;
    return takes_back.map(
      (id): Write => ({ op: 'update', table: 'writes', key: { id }, set: { undone_by: by } }),
    );
  });
}

async function verifyRestored(
  context: Context,
  entries: readonly RollbackEntry[],
): Promise<{ readonly passed: boolean; readonly details: string }> {
  const wrong: string[] = [];
  for (const { path, restore_sha } of entries) {
    const now = (await context.ports.workspace.read(path))?.sha256 ?? null;
    if (now !== restore_sha) {
      wrong.push(path);
    }
  }
  return {
    passed: wrong.length === 0,
    details:
      wrong.length === 0
        ? 'every restored file holds what was recorded'
        : `not as recorded: ${wrong.join(', ')}`,
  };
}

async function traceOf(context: Context, runId: string | null): Promise<string> {
  const run = runId === null ? undefined : await context.ports.store.get('runs', { id: runId });
  return run?.trace_id ?? context.ports.ids.hex(16);
}
