import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { Caller } from '#protocol/methods';
import type { ApprovalRow, ApprovalSubject } from '#protocol/rows';
import type { Context } from './context';
import type { Write } from './ports';
import { commit, eventWrite, isoNow, newId, type Origin } from './record';
import { Serial } from './serial';
import { Span, type SpanPlace } from './span';
import { subjectEffects } from './subjects';
import { type Shown, storedJson, type Vote } from './views';

const deciding = new Serial();

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
  const span = place && approvalSpan(context, place, request);
  const nowMs = context.ports.clock.now();
  const row: ApprovalRow = {
    ...columns,
    id: newId(context, 'appr'),
    status: 'requested',
    actor: null,
    source: null,
    reason: null,
    votes: '[]',
    shown_json: JSON.stringify(context.redactor.json({ ...shown, span_id: span?.id ?? null }).value),
    created_at: isoNow(context),
    decided_at: null,
    expires_at: new Date(nowMs + expires_ms).toISOString(),
    consumed_at: null,
  };
  const event = eventWrite(context, origin, {
    type: 'approval.requested',
    summary: `approval requested: ${row.subject_type} ${stepOf(row) ?? row.subject_id}`,
    payload: { approval_id: row.id, digest: row.digest, subject_type: row.subject_type },
    step_id: stepOf(row),
    span_id: span?.id ?? null,
  });
  return { row, writes: [{ op: 'insert', table: 'approvals', row }, event, ...(span ? [span.opened()] : [])] };
}

/** What a person sends with a decision. */
export interface Grant {
  readonly digest?: string | undefined;
  readonly reason?: string | undefined;
  readonly confirmHighRisk: boolean;
}

/** Adds one consent; with the last one required the approval is granted. The first decision wins. */
export function grantApproval(context: Context, caller: Caller, id: string, grant: Grant): Promise<ApprovalRow> {
  return deciding.run(id, async () => {
    const row = await pendingApproval(context, id);
    refuseUnfit(row, caller, grant);
    const votes = [...votesOf(row), voteOf(context, caller, grant)];
    const isComplete = votes.length >= row.required;
    const decided = {
      actor: caller.actor,
      source: caller.source,
      reason: grant.reason ?? null,
      votes: JSON.stringify(votes),
    };
    const origin = originOf(row, caller);
    const event = eventWrite(context, origin, {
      type: 'approval.granted',
      summary: isComplete
        ? `approved: ${row.subject_type} ${stepOf(row) ?? row.subject_id}`
        : `approval ${votes.length} of ${row.required}: ${row.subject_type} ${stepOf(row) ?? row.subject_id}`,
      payload: { approval_id: id, digest: row.digest, votes: votes.length, required: row.required },
      step_id: stepOf(row),
    });
    if (!isComplete) {
      await commit(context, [{ op: 'update', table: 'approvals', key: { id }, set: { votes: decided.votes } }, event]);
      return await approvalById(context, id);
    }
    await decide(context, row, 'granted', decided, [
      event,
      ...(await subjectEffects(context, origin, row, 'granted')),
      ...closeSpan(context, row, 'approved', caller),
    ]);
    return await approvalById(context, id);
  });
}

/** Refuses for good, with a reason that goes back to the author. */
export function rejectApproval(context: Context, caller: Caller, id: string, reason: string): Promise<ApprovalRow> {
  return deciding.run(id, async () => {
    const row = await pendingApproval(context, id);
    const origin = originOf(row, caller);
    const event = eventWrite(context, origin, {
      type: 'approval.rejected',
      level: 'warning',
      summary: `rejected: ${row.subject_type} ${stepOf(row) ?? row.subject_id}: ${reason}`,
      payload: { approval_id: id, digest: row.digest, reason },
      step_id: stepOf(row),
    });
    const decided = { actor: caller.actor, source: caller.source, reason: context.redactor.text(reason).text };
    await decide(context, row, 'rejected', decided, [
      event,
      ...(await subjectEffects(context, origin, row, 'rejected')),
      ...closeSpan(context, row, 'rejected', caller, reason),
    ]);
    return await approvalById(context, id);
  });
}

/** Voids one open approval: its time is over, or what it was about has changed. */
export async function voidApproval(
  context: Context,
  row: ApprovalRow,
  to: 'expired' | 'superseded' | 'revoked',
  origin: Origin,
): Promise<void> {
  const events =
    to === 'expired'
      ? [
          eventWrite(context, origin, {
            type: 'approval.expired',
            level: 'warning',
            summary: `approval expired: ${row.subject_type} ${stepOf(row) ?? row.subject_id}`,
            payload: { approval_id: row.id, digest: row.digest },
            step_id: stepOf(row),
          }),
        ]
      : [];
  const wasOpen = row.status === 'requested';
  const span = wasOpen ? closeSpan(context, row, to, origin) : [];
  await commit(context, [
    { op: 'transition', table: 'approvals', key: { id: row.id }, from: [row.status], to },
    ...events,
    ...span,
  ]);
}

/** Expires every open approval whose time is over; call before showing or using the queue. */
export async function expireDue(context: Context): Promise<void> {
  const now = isoNow(context);
  for (const status of ['requested', 'granted'] as const) {
    const { items } = await context.ports.store.list('approvals', { where: { status }, limit: null });
    for (const row of items) {
      if (row.expires_at !== null && row.expires_at <= now) {
        await deciding.run(row.id, async () => {
          const current = await approvalById(context, row.id);
          if (current.status === status) {
            await voidApproval(context, current, 'expired', systemOrigin(current));
          }
        });
      }
    }
  }
}

/** An approval by its id, or NOT_FOUND. */
export async function approvalById(context: Context, id: string): Promise<ApprovalRow> {
  const row = await context.ports.store.get('approvals', { id });
  if (!row) {
    throw new AppError('NOT_FOUND', `no approval ${id}`);
  }
  return row;
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

async function pendingApproval(context: Context, id: string): Promise<ApprovalRow> {
  const row = await approvalById(context, id);
  if (row.status === 'requested' && row.expires_at !== null && row.expires_at <= isoNow(context)) {
    await voidApproval(context, row, 'expired', systemOrigin(row));
    throw new AppError('APPROVAL_STALE', `approval ${id} expired at ${row.expires_at}`, { cause: 'expired' });
  }
  if (row.status === 'requested') {
    return row;
  }
  if (row.status === 'granted' || row.status === 'rejected' || row.status === 'consumed') {
    throw alreadyDecided(row);
  }
  throw new AppError('APPROVAL_STALE', `approval ${id} is ${row.status}`, { cause: row.status });
}

function alreadyDecided(row: ApprovalRow): AppError {
  const { actor, source, decided_at, status } = row;
  return new AppError('ALREADY_DECIDED', `${actor} decided at ${decided_at} by ${source}: ${status}`, {
    approval_id: row.id,
    status,
    actor,
    source,
    decided_at,
  });
}

function refuseUnfit(row: ApprovalRow, caller: Caller, grant: Grant): void {
  const shown = storedJson(row.shown_json) as Shown & { no_self?: boolean; author?: string };
  if (grant.digest !== undefined && grant.digest !== row.digest) {
    throw new AppError('APPROVAL_STALE', 'what you were shown is not what waits now', {
      cause: 'digest_mismatch',
      expected: row.digest,
      given: grant.digest,
    });
  }
  if (shown.no_self && shown.author === caller.actor) {
    throw new AppError('SELF_APPROVAL', `policy bars ${caller.actor} from approving their own work`);
  }
  if (votesOf(row).some((vote) => vote.actor === caller.actor)) {
    throw new AppError('STATE_CONFLICT', `${caller.actor} has already approved; ${row.required} people are needed`);
  }
  if (shown.needs_confirmation && !grant.confirmHighRisk) {
    throw new AppError('HIGH_RISK_CONFIRMATION_REQUIRED', 'this step is of high risk: confirm it in so many words', {
      reason: 'high_risk_confirmation_required',
      approval_id: row.id,
    });
  }
}

async function decide(
  context: Context,
  row: ApprovalRow,
  to: 'granted' | 'rejected',
  set: Partial<ApprovalRow>,
  effects: readonly Write[],
): Promise<void> {
  await commit(context, [
    {
      op: 'transition',
      table: 'approvals',
      key: { id: row.id },
      from: ['requested'],
      to,
      set: { ...set, decided_at: isoNow(context) },
    },
    ...effects,
  ]);
}

function voteOf(context: Context, caller: Caller, grant: Grant): Vote {
  return {
    actor: caller.actor,
    source: caller.source,
    at: isoNow(context),
    reason: grant.reason === undefined ? null : context.redactor.text(grant.reason).text,
    message_id: caller.client_message_id,
    confirmed: grant.confirmHighRisk,
  };
}

function originOf(row: ApprovalRow, caller: Caller): Origin {
  const { actor, source, client_message_id } = caller;
  return { session_id: row.session_id, run_id: row.run_id, actor, source, client_message_id };
}

function stepOf(row: ApprovalRow): string | null {
  return (storedJson(row.shown_json) as Shown).step_id ?? null;
}

function approvalSpan(context: Context, place: SpanPlace, request: Request): Span {
  return new Span(context, place, 'gate', `holdpoint.approval ${request.subject_type}`, {
    'holdpoint.approval.scope': request.subject_type === 'plan' ? 'plan' : 'step',
    'holdpoint.approval.digest': request.digest,
  });
}

/** The write that ends an approval's span with who decided, by which door, and how long they took. */
function closeSpan(
  context: Context,
  row: ApprovalRow,
  decision: string,
  by: { readonly actor: string; readonly source: string },
  reason?: string,
): Write[] {
  const spanId = (storedJson(row.shown_json) as { span_id?: string | null }).span_id;
  if (!spanId) {
    return [];
  }
  const { clock } = context.ports;
  const attributes = {
    'holdpoint.approval.id': row.id,
    'holdpoint.approval.scope': row.subject_type === 'plan' ? 'plan' : 'step',
    'holdpoint.approval.digest': row.digest,
    'holdpoint.approval.decision': decision,
    'holdpoint.approval.source': by.actor.startsWith('policy:') ? 'policy' : 'person',
    'holdpoint.approval.principal': by.actor,
    'holdpoint.approval.client': by.source,
    'holdpoint.approval.expires_at': row.expires_at,
    'holdpoint.approval.wait_ms': clock.now() - Date.parse(row.created_at),
    ...(reason === undefined ? {} : { 'holdpoint.approval.reason': reason }),
  };
  const set = {
    status: decision === 'approved' ? ('OK' as const) : ('ERROR' as const),
    end_us: clock.nowUs(),
    attributes: JSON.stringify(context.redactor.json(attributes).value),
  };
  return [{ op: 'update', table: 'spans', key: { span_id: spanId }, set }];
}
