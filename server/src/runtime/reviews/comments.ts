import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { Caller, Checked } from '#protocol/methods';
import type { CommentView } from '#protocol/methods/reviews';
import type { ApprovalRow, EventRow, PreviewRow } from '#protocol/rows';
import { hunkAfterChoice } from '../../core/change/hunkAfterChoice';
import type { Context } from '../context';
import { commit, eventWrite } from '../record/record';
import { storedJson } from '../record/views';
import { pickCaller } from '../run/startRun';
import { hunksOf } from './reviewed';

/** A comment as the record keeps it; those made with a choice of hunks have neither side nor base line. */
interface KeptComment {
  readonly hunk: number;
  readonly line: number | null;
  readonly side?: 'old' | 'new';
  readonly text: string;
}

/** Records what somebody says about a line of a change; it goes back to the author with the rest of the record. */
export async function addComment(
  context: Context,
  caller: Caller,
  row: PreviewRow,
  { hunk, side, line, text }: Checked<'preview/comment'>,
): Promise<CommentView> {
  const hunks = hunksOf(row);
  if (!hunks.some(({ index }) => index === hunk)) {
    throw new AppError('BAD_REQUEST', `${row.path} has hunks 0 to ${hunks.length - 1}, not ${hunk}`, {
      unknown: [hunk],
    });
  }
  const run = await context.ports.store.get('runs', { id: row.run_id });
  const origin = { ...pickCaller(caller), session_id: run?.session_id ?? null, run_id: row.run_id };
  const comment = { hunk, side, line: line ?? null, text };
  const write = eventWrite(context, origin, {
    type: 'preview.hunks_rejected',
    summary: `${row.path}: comment: ${text}`,
    payload: {
      preview_id: row.id,
      derived_preview_id: null,
      path: row.path,
      accepted: hunks.map(({ index }) => index),
      rejected: [],
      comments: [comment],
    } as JsonObject,
    step_id: row.step_id,
  });
  await commit(context, [write]);
  const { id, ts, actor, source, payload } = write.event;
  const [kept = comment] = commentsIn(payload);
  return { ...viewOf({ id, ts, actor, source }, 0, kept), preview_id: row.id, is_earlier: false };
}

/** What was said about the previews of an approval and about those they were made from, oldest first. */
export async function commentsOn(
  context: Context,
  approval: ApprovalRow,
  previews: readonly PreviewRow[],
): Promise<CommentView[]> {
  const runIds = new Set([approval.run_id, ...previews.map(({ run_id }) => run_id)]);
  const events: EventRow[] = [];
  for (const runId of runIds) {
    if (runId !== null) {
      const query = { run_id: runId, types: ['preview.hunks_rejected'], limit: null };
      events.push(...(await context.ports.store.events(query)).items);
    }
  }
  if (!events.some(({ payload }) => commentsIn(payload).length > 0)) {
    return [];
  }
  const chains = await Promise.all(previews.map((row) => chainOf(context, row)));
  const found: CommentView[] = [];
  for (const event of events) {
    const { preview_id } = storedJson(event.payload) as { readonly preview_id?: string };
    const chain = chains.find((rows) => rows.some(({ id }) => id === preview_id));
    if (chain) {
      found.push(
        ...placed(
          event,
          chain,
          chain.findIndex(({ id }) => id === preview_id),
        ),
      );
    }
  }
  return found;
}

/** A preview and those it was made from, newest first. */
async function chainOf(context: Context, row: PreviewRow): Promise<PreviewRow[]> {
  const chain = [row];
  for (let older = row.derived_from; older !== null; ) {
    const found = await context.ports.store.get('previews', { id: older });
    if (!found) {
      break;
    }
    chain.push(found);
    older = found.derived_from;
  }
  return chain;
}

function placed(event: EventRow, chain: readonly PreviewRow[], age: number): CommentView[] {
  const [newest] = chain;
  if (!newest) {
    return [];
  }
  return commentsIn(event.payload).map((comment, position) => {
    const view = viewOf(event, position, comment);
    const about = chain[age];
    const place =
      age === 0 || !about ? {} : hunkAfterChoice({ hunks: hunksOf(about), hunksNow: hunksOf(newest) }, view);
    return { ...view, ...place, preview_id: newest.id, is_earlier: age > 0 };
  });
}

function commentsIn(payload: string): readonly KeptComment[] {
  const { comments } = storedJson(payload) as { readonly comments?: readonly KeptComment[] };
  return comments ?? [];
}

function viewOf(
  event: Pick<EventRow, 'id' | 'ts' | 'actor' | 'source'>,
  position: number,
  { hunk, side = 'new', line, text }: KeptComment,
): Omit<CommentView, 'preview_id' | 'is_earlier'> {
  const { id, actor, source, ts } = event;
  return {
    comment_id: position === 0 ? id : `${id}-${position}`,
    hunk,
    side,
    line,
    text,
    actor,
    source,
    at: ts,
  };
}
