import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { ApprovalRow, ApprovalSubject } from '#protocol/rows';
import type { Context } from '../context';
import { eventWrite, isoNow, newId, type Origin } from '../record/record';
import type { SpanPlace } from '../record/span';
import { type Shown, storedJson, type Vote } from '../record/views';
import type { Write } from '../storePort';
import { approvalSpan } from './approvalSpans';
import { openApproval } from './openApprovals';

/** What is put before people. */
export interface Request {
  readonly subject_type: ApprovalSubject;
  readonly subject_id: string;
  readonly digest: string;
  readonly session_id: string;
  readonly run_id: string | null;
  readonly required: number;
  /** Milliseconds until the request or its grant is void. */
  readonly expires_ms: number;
  readonly shown: JsonObject;
  /** Where the approval's span hangs; `null` when no run exists yet. */
  readonly place: SpanPlace | null;
}

/** Writes that put a request into the queue, to be committed with whatever made it necessary. */
export function requestWrites(
  context: Context,
  origin: Origin,
  request: Request,
): { readonly row: ApprovalRow; readonly writes: Write[] } {
  const { place, shown, expires_ms, ...columns } = request;
  const id = newId(context, 'appr');
  const expires_at = new Date(context.ports.clock.now() + expires_ms).toISOString();
  const span = place && approvalSpan(context, place, { ...columns, id, expires_at });
  const told = context.redactor.json({ ...shown, span_id: span?.id ?? null }).value as Shown & JsonObject;
  const step_id = told.step_id ?? null;
  const row: ApprovalRow = {
    ...columns,
    id,
    status: 'requested',
    actor: null,
    source: null,
    reason: null,
    votes: '[]',
    shown_json: JSON.stringify(told),
    created_at: isoNow(context),
    decided_at: null,
    expires_at,
    consumed_at: null,
  };
  const event = eventWrite(context, origin, {
    type: 'approval.requested',
    summary: `approval requested: ${row.subject_type} ${step_id ?? row.subject_id}`,
    payload: { approval_id: row.id, digest: row.digest, subject_type: row.subject_type },
    step_id,
    span_id: span?.id ?? null,
  });
  return {
    row,
    writes: [{ op: 'insert', table: 'approvals', row }, event, ...(span ? [span.opened()] : [])],
  };
}

/** An approval by its id, or NOT_FOUND. */
export async function approvalById(context: Context, id: string): Promise<ApprovalRow> {
  const row = openApproval(context, id) ?? (await context.ports.store.get('approvals', { id }));
  if (!row) {
    throw new AppError('NOT_FOUND', `there is no approval ${id}`);
  }
  return row;
}

/** Whether somebody consented to a high risk without confirming it: whoever executes the step is asked for that. */
export function isUnconfirmed(row: ApprovalRow): boolean {
  const { needs_confirmation } = storedJson(row.shown_json) as Shown;
  return needs_confirmation === true && votesOf(row).some(({ confirmed }) => !confirmed);
}

/** The votes of an approval. */
export function votesOf(row: ApprovalRow): Vote[] {
  return storedJson(row.votes) as unknown as Vote[];
}

/** The origin under which the server itself acts on an approval. */
export function systemOrigin(row: ApprovalRow): Origin {
  return {
    session_id: row.session_id,
    run_id: row.run_id,
    actor: 'system',
    source: 'system',
    client_message_id: null,
  };
}

/** The step an approval is about, where it is about one. */
export function stepOf(row: ApprovalRow): string | null {
  return (storedJson(row.shown_json) as Shown).step_id ?? null;
}
