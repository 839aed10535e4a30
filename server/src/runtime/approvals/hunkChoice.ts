import type { Hunk } from '#protocol/change';
import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { Caller } from '#protocol/methods';
import type { PreviewRow } from '#protocol/rows';
import { applyHunks } from '../../core/change/applyHunks';
import type { Context } from '../context';
import { commit, eventWrite, type Origin } from '../record/record';
import { type Shown, storedJson } from '../record/views';
import { previewById } from '../reviews/reviewed';
import { pickCaller } from '../run/startRun';
import { recordPreview } from '../run/step/previews';
import type { Write } from '../storePort';
import { voidApproval, whenNobodyDecides } from './approvalExpiry';
import { systemOrigin } from './approvalRequests';

/** Which hunks a person wants, and what they say about them. */
export interface HunkChoice {
  readonly accept: readonly number[];
  readonly reject: readonly number[];
  readonly comments: readonly {
    readonly hunk: number;
    readonly line?: number | undefined;
    readonly text: string;
  }[];
}

/**
 * Makes a new preview of base plus the accepted hunks, byte for byte. The old one is superseded, and so is every open
 * request about it: what is approved afterwards is exactly the new one. Rejected hunks and comments are recorded.
 */
export async function deriveByHunks(
  context: Context,
  caller: Caller,
  previewId: string,
  choice: HunkChoice,
): Promise<PreviewRow> {
  const sessionId = await sessionOf(context, await previewById(context, previewId));
  return await whenNobodyDecides(sessionId, async () => {
    const row = await previewById(context, previewId);
    const derived = await derivePreview(context, caller, row, choice);
    await commit(context, derived.writes);
    await voidRequests(context, [row]);
    return derived.row;
  });
}

async function sessionOf({ ports }: Context, { run_id }: PreviewRow): Promise<string> {
  return (await ports.store.get('runs', { id: run_id }))?.session_id ?? run_id;
}

/** A preview made of another by leaving hunks out, with the writes that record it and supersede the other. */
export async function derivePreview(
  context: Context,
  caller: Caller,
  row: PreviewRow,
  choice: HunkChoice,
): Promise<{ readonly row: PreviewRow; readonly writes: readonly Write[] }> {
  refuseClosed(row);
  await refuseInUse(context, row);
  const meta = storedJson(row.meta_json) as unknown as { hunks: readonly Hunk[]; mode: number | null };
  const accepted = acceptedHunks(row, meta.hunks, choice);
  const before = await storedBytes(context, row.before_sha);
  const after = applyHunks(before, await storedBytes(context, row.after_sha), accepted);
  const run = await context.ports.store.get('runs', { id: row.run_id });
  const origin: Origin = { ...pickCaller(caller), session_id: run?.session_id ?? null, run_id: row.run_id };
  const mode = meta.mode ?? 0o644;
  const recorded = await recordPreview(
    context,
    origin,
    { run_id: row.run_id, step_id: row.step_id, derived_from: row.id, span: null },
    { path: row.path, before_sha256: row.before_sha, after, mode: meta.mode },
    before === null ? undefined : { bytes: before, mode },
  );
  const rejected = meta.hunks.map(({ index }) => index).filter((index) => !accepted.includes(index));
  const event = eventWrite(context, origin, {
    type: 'preview.hunks_rejected',
    summary: `${row.path}: ${accepted.length} of ${meta.hunks.length} hunks kept${commentText(choice)}`,
    payload: {
      preview_id: row.id,
      derived_preview_id: recorded.row.id,
      path: row.path,
      accepted: [...accepted],
      rejected,
      comments: choice.comments.map(({ hunk, line, text }) => ({ hunk, line: line ?? null, text })),
    } as JsonObject,
    step_id: row.step_id,
  });
  const superseded: Write = {
    op: 'transition',
    table: 'previews',
    key: { id: row.id },
    from: [row.status],
    to: 'superseded',
  };
  return { row: recorded.row, writes: [...recorded.writes, superseded, event] };
}

/** Hunks of a preview can be chosen only while it waits to be applied. */
function refuseClosed({ id, status }: PreviewRow): void {
  if (status !== 'recorded' && status !== 'approved') {
    throw new AppError('STATE_CONFLICT', `preview ${id} is ${status}: its hunks can no longer be chosen`, {
      status,
    });
  }
}

/** A change whose approval was used is being written: it can be chosen from again only once somebody is asked again. */
async function refuseInUse(context: Context, preview: PreviewRow): Promise<void> {
  const { items } = await context.ports.store.list('approvals', {
    where: {
      session_id: await sessionOf(context, preview),
      status: ['consumed', 'requested', 'granted'],
    },
    limit: null,
  });
  const about = items.filter((row) =>
    (storedJson(row.shown_json) as Shown).preview_ids?.includes(preview.id),
  );
  const isAsked = about.some(({ status }) => status === 'requested');
  const isUsed = about.some(({ status }) => status === 'consumed');
  // Nobody is asked about a change that leaves the file as it is: it is approved as it is applied.
  const isUnasked = about.length === 0 && preview.status === 'approved';
  if (!isAsked && (isUsed || isUnasked)) {
    throw new AppError(
      'STATE_CONFLICT',
      `preview ${preview.id} is being applied: its hunks can no longer be chosen`,
      {
        preview_id: preview.id,
      },
    );
  }
}

/** Hunks named in neither list stay in: saying no is what must be said. */
function acceptedHunks(row: PreviewRow, hunks: readonly Hunk[], { accept, reject }: HunkChoice): number[] {
  const known = new Set(hunks.map(({ index }) => index));
  const unknown = [...accept, ...reject].filter((index) => !known.has(index));
  if (unknown.length > 0) {
    throw new AppError(
      'BAD_REQUEST',
      `${row.path} has hunks 0 to ${known.size - 1}, not ${unknown.join(', ')}`,
      { unknown },
    );
  }
  const both = accept.filter((index) => reject.includes(index));
  if (both.length > 0) {
    throw new AppError('BAD_REQUEST', `hunk ${both.join(', ')} is both accepted and rejected`, { both });
  }
  return [...known].filter((index) => !reject.includes(index)).sort((a, b) => a - b);
}

/** The bytes that a preview names; refused when they are no longer kept. */
export async function storedBytes(context: Context, sha: string | null): Promise<Uint8Array | null> {
  if (sha === null) {
    return null;
  }
  const bytes = await context.ports.content.get(sha);
  if (!bytes) {
    throw new AppError(
      'PREVIEW_MISMATCH',
      'the previewed bytes are no longer in the content store: draft the change again',
    );
  }
  return bytes;
}

/** Voids every open request about any of these previews: what it showed is no longer what waits. */
export async function voidRequests(
  context: Context,
  previews: readonly PreviewRow[],
  runId?: string | null,
): Promise<void> {
  const gone = new Set(previews.map(({ id }) => id));
  const runs = new Set([...previews.map(({ run_id }) => run_id), ...(runId ? [runId] : [])]);
  const { items } = await context.ports.store.list('approvals', {
    where: { run_id: [...runs], status: ['requested', 'granted'] },
    limit: null,
  });
  for (const row of items) {
    if ((storedJson(row.shown_json) as Shown).preview_ids?.some((id) => gone.has(id))) {
      await voidApproval(context, row, 'superseded', systemOrigin(row));
    }
  }
}

function commentText({ comments }: HunkChoice): string {
  return comments.length === 0 ? '' : `: ${comments.map(({ text }) => text).join('; ')}`;
}
