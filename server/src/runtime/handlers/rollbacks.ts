import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { Caller, Handlers } from '#protocol/methods';
import type { RollbackView } from '#protocol/methods/governance';
import type { ApprovalRow, CheckpointRow, WriteRow } from '#protocol/rows';
import type { RollbackEntry } from '../../core/change/rollback';
import { autoGrant } from '../../core/policy/autoGrant';
import { rollbackSubjectDigest } from '../../core/run/approvalDigest';
import { approvalById, requestWrites } from '../approvals/approvalRequests';
import { grantApproval } from '../approvals/approvals';
import { recordCheckpoint, snapshotOf } from '../checkpoints/checkpoints';
import { decideTarget } from '../checkpoints/rollbackTargets';
import type { Context } from '../context';
import { effectivePolicy } from '../plans/policies';
import type { FileWrite, Write } from '../ports';
import { commit, eventWrite, isoNow, newId, type Origin } from '../record/record';
import { Span } from '../record/span';
import { storedJson } from '../record/views';
import { pickCaller } from '../run/startRun';

type Names = Extract<keyof Handlers, `rollback/${string}`>;

/** What an approval of a rollback keeps of its file list. */
interface Kept {
  readonly target: string;
  readonly run_id: string | null;
  readonly entries: readonly RollbackEntry[];
}

/** Answers requests about rollback: first the exact file list into the queue, then, approved, the writing. */
export function rollbackHandlers(context: Context): Pick<Handlers, Names> {
  return {
    'rollback/prepare': async (params, caller) => {
      const decision = await decideTarget(context, params);
      const origin: Origin = { ...pickCaller(caller), session_id: null, run_id: decision.run_id };
      const policy = await effectivePolicy(context, { profile: 'standard' });
      const { row, writes } = requestWrites(context, origin, {
        subject_type: 'rollback',
        subject_id: decision.target,
        digest: digestOf(decision),
        session_id: (await sessionOf(context, decision.run_id)) ?? 'none',
        run_id: null,
        required: policy.approvals.required,
        expires_ms: policy.approvals.expires_ms,
        shown: {
          ...decision,
          files: decision.entries.filter(({ restores }) => restores).map(({ path }) => path),
        } as unknown as JsonObject,
        place: null,
      });
      await commit(context, writes);
      const request = {
        subject: 'rollback' as const,
        digest: row.digest,
        tool: null,
        risk: 'medium' as const,
        paths: decision.entries.map(({ path }) => path),
        nowMs: context.ports.clock.now(),
      };
      const grant = autoGrant(policy, request);
      if (grant) {
        const rule: Caller = {
          actor: grant.actor,
          source: 'system',
          role: 'approver',
          client_message_id: null,
        };
        await grantApproval(context, rule, row.id, { confirmHighRisk: true });
      }
      return view(row, decision, 'awaiting_approval', null, null);
    },
    'rollback/apply': async ({ approval_id }, caller) =>
      applyRollback(context, caller, await approvalById(context, approval_id)),
  };
}

async function applyRollback(context: Context, caller: Caller, row: ApprovalRow): Promise<RollbackView> {
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
  const kept = storedJson(row.shown_json) as unknown as Kept;
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
  return view(row, kept, 'done', safety.row.id, verify);
}

function digestOf({ target, entries }: Kept): string {
  const files = entries
    .filter(({ restores }) => restores)
    .map(({ path, expected_sha, restore_sha, restore_mode }) => ({
      path,
      expected: expected_sha,
      restore: restore_sha,
      mode: restore_mode,
    }));
  return rollbackSubjectDigest({ target, files });
}

async function fileWrites(
  context: Context,
  kept: Kept,
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
  kept: Kept,
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

async function sessionOf(context: Context, runId: string | null): Promise<string | null> {
  return runId === null ? null : ((await context.ports.store.get('runs', { id: runId }))?.session_id ?? null);
}

async function traceOf(context: Context, runId: string | null): Promise<string> {
  const run = runId === null ? undefined : await context.ports.store.get('runs', { id: runId });
  return run?.trace_id ?? context.ports.ids.hex(16);
}

function view(
  row: ApprovalRow,
  { target, entries }: Kept,
  status: RollbackView['status'],
  safety: string | null,
  verify: RollbackView['verify'],
): RollbackView {
  const files = entries.map((entry) => ({
    path: entry.path,
    action: !entry.restores
      ? ('keep' as const)
      : entry.restore_sha === null
        ? ('delete' as const)
        : ('restore' as const),
    expected_sha256: entry.expected_sha,
    restore_sha256: entry.restore_sha,
    conflict: entry.conflict,
  }));
  return {
    rollback_id: row.id,
    approval_id: row.id,
    target,
    status,
    files,
    conflicts: files.filter(({ conflict }) => conflict !== null),
    safety_checkpoint_id: safety,
    verify,
  };
}
