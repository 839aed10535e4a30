import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { Caller } from '#protocol/methods';
import type { RollbackView } from '#protocol/methods/governance';
import type { ApprovalRow, CheckpointRow, WriteRow } from '#protocol/rows';
import type { RollbackEntry } from '../../core/change/rollback';
import { unsavedAmong, unsavedRefusal } from '../approvals/unsaved';
import type { Context } from '../context';
import type { FileWrite } from '../ports';
import { commit, eventWrite, isoNow, type Origin } from '../record/record';
import { Span } from '../record/span';
import { storedJson } from '../record/views';
import { pickCaller } from '../run/startRun';
import { slotContext } from '../slots';
import type { Write } from '../storePort';
import { recordCheckpoint, snapshotOf } from './checkpoints';
import { digestOf, type RollbackList, rollbackView } from './rollbackList';
import { rollbackPlace, undoneSpans } from './rollbackSpans';
import { inserts, intents, marked, restoredText, stood } from './rollbackWrites';

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
  const span = new Span(context, await rollbackPlace(context, kept.run_id), 'gate', 'holdpoint.rollback', {
    target: kept.target,
    'holdpoint.approval.id': row.id,
  }).linkedTo(await undoneSpans(context, kept.entries));
  const safety = await recordCheckpoint(context, origin, `before rollback ${row.id}`, span.place);
  const consume: Write = {
    op: 'transition',
    table: 'approvals',
    key: { id: row.id },
    from: ['granted'],
    to: 'consumed',
    set: { consumed_at: isoNow(context) },
  };
  const restoring = kept.entries.filter(({ restores }) => restores);
  const writes = await fileWrites(context, kept, restoring);
  const before = await preImages(context, restoring);
  const rows = intents(
    context,
    { approval_id: row.id, run_id: kept.run_id, safety: safety.row },
    restoring,
    before,
  );
  await commit(context, [...safety.writes, consume, ...inserts(rows)]);
  await performOrForget(context, writes, rows);
  const verify = await verifyRestored(context, restoring);
  await commit(context, [
    ...stood(rows, restoring),
    eventWrite(context, origin, {
      type: 'checkpoint.restored',
      summary: restoredText(kept.target, restoring.length),
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

/** All files are written or none; then the record says so, too. */
async function performOrForget(
  context: Context,
  writes: readonly FileWrite[],
  rows: readonly WriteRow[],
): Promise<void> {
  const { workspace } = context.ports;
  try {
    await workspace.apply(writes);
  } catch (error) {
    await commit(context, marked(rows, 'not_written'));
    throw isChange(error) ? changedMeanwhile(error) : error;
  }
  context.bus.tell('files/written', { root: workspace.root, paths: writes.map(({ path }) => path) });
}

/** Other bytes stand there now (PREVIEW_MISMATCH), or something that is no file (DENIED). */
function isChange(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'PREVIEW_MISMATCH' || error.code === 'DENIED');
}

/** Somebody changed a file between the list and its approval: it is theirs now, and nothing was put back. */
function changedMeanwhile({ details }: AppError): AppError {
  const { stale, path } = details as { stale?: readonly { readonly path: string }[]; path?: string };
  const paths = stale?.map((file) => file.path).join(', ') ?? path ?? '';
  const text = `${paths}: changed since the list was made. No file was changed; prepare the rollback again.`;
  return new AppError('ROLLBACK_CONFLICT', text, { ...details });
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
