import { AppError } from '#protocol/errors';
import type { Caller } from '#protocol/methods';
import type { ApprovalRow } from '#protocol/rows';
import type { Context } from '../context';
import { commit, eventWrite, isoNow, type Origin } from '../record/record';
import { type Shown, storedJson, type Vote } from '../record/views';
import type { Write } from '../storePort';
import { inTurn, voidApproval } from './approvalExpiry';
import { approvalById, stepOf, systemOrigin, votesOf } from './approvalRequests';
import { closedApprovalSpan } from './approvalSpans';
import { subjectEffects } from './subjects';
import { unsavedOf, unsavedRefusal } from './unsaved';

/** What a person sends with a decision. */
export interface Grant {
  readonly digest?: string | undefined;
  readonly reason?: string | undefined;
  /** Of a plan: whether this consent is given for its steps too. */
  readonly scope?: 'plan' | 'remaining' | undefined;
  readonly confirmHighRisk: boolean;
  /** Whether a high risk may be confirmed by whoever executes the step, who is asked for it then. */
  readonly confirmsLater?: boolean;
}

/** Adds one consent; with the last one required the approval is granted. The first decision wins. */
export function grantApproval(
  context: Context,
  caller: Caller,
  id: string,
  grant: Grant,
): Promise<ApprovalRow> {
  return inTurn(context, id, async () => {
    const row = await pendingApproval(context, id);
    refuseUnfit(row, caller, grant);
    await refuseUnsaved(context, row);
    const vote = voteOf(context, caller, grant);
    const votes = [...votesOf(row), vote];
    const isComplete = votes.length >= row.required;
    const decided = {
      actor: caller.actor,
      source: caller.source,
      reason: vote.reason,
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
      await commit(context, [
        { op: 'update', table: 'approvals', key: { id }, set: { votes: decided.votes } },
        event,
      ]);
      return await approvalById(context, id);
    }
    await decide(context, row, 'granted', decided, [
      event,
      ...(await subjectEffects(context, origin, row, 'granted')),
      ...closedApprovalSpan(context, row, 'approved', caller),
    ]);
    return await approvalById(context, id);
  });
}

/** Refuses for good, with a reason that goes back to the author. */
export function rejectApproval(
  context: Context,
  caller: Caller,
  id: string,
  reason: string,
): Promise<ApprovalRow> {
  return inTurn(context, id, async () => {
    const row = await pendingApproval(context, id);
    const origin = originOf(row, caller);
    const event = eventWrite(context, origin, {
      type: 'approval.rejected',
      level: 'warning',
      summary: `rejected: ${row.subject_type} ${stepOf(row) ?? row.subject_id}: ${reason}`,
      payload: { approval_id: id, digest: row.digest, reason },
      step_id: stepOf(row),
    });
    const decided = {
      actor: caller.actor,
      source: caller.source,
      reason: context.redactor.text(reason).text,
    };
    await decide(context, row, 'rejected', decided, [
      event,
      ...(await subjectEffects(context, origin, row, 'rejected')),
      ...closedApprovalSpan(context, row, 'rejected', caller, reason),
    ]);
    return await approvalById(context, id);
  });
}

/** An approval that still waits; otherwise the refusal says who decided it, or what became of it. */
export async function pendingApproval(context: Context, id: string): Promise<ApprovalRow> {
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

/** Refuses a decision about something else than what waits. */
export function refuseOtherDigest({ digest }: ApprovalRow, given: string | undefined): void {
  if (given !== undefined && given !== digest) {
    throw new AppError('APPROVAL_STALE', 'what you were shown is not what waits now', {
      cause: 'digest_mismatch',
      expected: digest,
      given,
    });
  }
}

function refuseUnfit(row: ApprovalRow, caller: Caller, grant: Grant): void {
  const shown = storedJson(row.shown_json) as Shown & { no_self?: boolean; author?: string };
  refuseOtherDigest(row, grant.digest);
  if (shown.no_self && shown.author === caller.actor) {
    throw new AppError('SELF_APPROVAL', `policy bars ${caller.actor} from approving their own work`);
  }
  if (votesOf(row).some((vote) => vote.actor === caller.actor)) {
    throw new AppError(
      'STATE_CONFLICT',
      `${caller.actor} has already approved; ${row.required} people are needed`,
    );
  }
  if (shown.needs_confirmation && !grant.confirmHighRisk && !grant.confirmsLater) {
    throw new AppError(
      'HIGH_RISK_CONFIRMATION_REQUIRED',
      'this step is of high risk: confirm it in so many words',
      {
        reason: 'high_risk_confirmation_required',
        approval_id: row.id,
      },
    );
  }
}

/** Nobody approves a write over what somebody is typing: first it is saved or given up. */
async function refuseUnsaved(context: Context, row: ApprovalRow): Promise<void> {
  const paths = await unsavedOf(context, row);
  if (paths.length > 0) {
    throw unsavedRefusal(paths, { approval_id: row.id, run_id: row.run_id });
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
    ...(grant.scope === 'remaining' ? { scope: grant.scope } : {}),
  };
}

function originOf(row: ApprovalRow, caller: Caller): Origin {
  const { actor, source, client_message_id } = caller;
  return { session_id: row.session_id, run_id: row.run_id, actor, source, client_message_id };
}
