import { AppError } from '#protocol/errors';
import type { Plan } from '#protocol/plan';
import type { ApprovalRow, SessionRow } from '#protocol/rows';
import { sessionProfile } from '../../core/plan/sessionProfile';
import { planSubjectDigest } from '../../core/run/approvalDigest';
import { votesOf } from '../approvals/approvalRequests';
import { deciderAttributes, requestAttributes } from '../approvals/approvalSpans';
import type { Context } from '../context';
import { isoNow } from '../record/record';
import { Span, type SpanPlace } from '../record/span';
import type { Write } from '../storePort';
import type { PlanHead } from './planHead';
import { effectivePolicy, ownLayer } from './policies';

/** A stored plan version with its session and its parsed form. */
export interface StoredPlan {
  readonly session: SessionRow;
  readonly planRow: PlanHead;
  readonly plan: Plan;
}

/** The digest that an approval of this plan must have at this moment: another policy makes another digest. */
export async function planDigestNow(
  context: Context,
  { session, planRow, plan }: StoredPlan,
): Promise<string> {
  const profile = sessionProfile(session.profile, plan.profile);
  const policy = await effectivePolicy(context, {
    profile,
    plan: ownLayer('plan', `plan v${planRow.version}`, plan.policy),
  });
  return planSubjectDigest({
    session: session.id,
    plan: planRow.hash,
    version: planRow.version,
    policy: policy.version,
    slot: plan.workspace.slot,
    executor: plan.executor,
    profile,
    mode: session.mode,
  });
}

/** What lets a plan run. */
export interface PlanApproval {
  readonly row: ApprovalRow;
  readonly scope: 'plan' | 'remaining';
  /** The approval as a span of the run that it lets begin. */
  span(place: SpanPlace): Write[];
}

/** What a run says that ended because its plan's approval was taken back. */
export function revokedMessage(version: number): string {
  return `the approval of plan v${version} was revoked`;
}

/** The approval under which a plan may run now, or the error that says what is missing or no longer fits. */
export async function planApproval(context: Context, stored: StoredPlan): Promise<PlanApproval> {
  const row = await newestApproval(context, stored.planRow);
  if (!row || stored.planRow.status !== 'approved') {
    throw new AppError('APPROVAL_REQUIRED', 'plan and step approvals are required before execution', {
      session_id: stored.session.id,
      version: stored.planRow.version,
    });
  }
  if (hasExpired(context, row)) {
    throw new AppError(
      'APPROVAL_STALE',
      `the approval of this plan expired at ${row.expires_at}: approve it again`,
      {
        cause: 'expired',
        approval_id: row.id,
      },
    );
  }
  const digest = await planDigestNow(context, stored);
  if (row.digest !== digest) {
    throw new AppError(
      'APPROVAL_STALE',
      'the policy or plan has changed since this plan was approved: approve it again',
      { cause: 'digest_mismatch', approval_id: row.id, expected: digest, actual: row.digest },
    );
  }
  return { row, scope: scopeOf(row), span: (place) => [approvalSpan(context, row, place)] };
}

/** Whether a plan's approval still holds for its steps: granted for them by everybody, in time, under this very policy. */
export async function coversSteps(context: Context, planRow: PlanHead, plan: Plan): Promise<boolean> {
  const row = await newestApproval(context, planRow);
  const session = await context.ports.store.get('sessions', { id: planRow.session_id });
  if (!row || !session || hasExpired(context, row) || scopeOf(row) !== 'remaining') {
    return false;
  }
  return row.digest === (await planDigestNow(context, { session, planRow, plan }));
}

/** The approval that was granted last; where time has voided all of them, the last of those. */
async function newestApproval(context: Context, { id }: PlanHead): Promise<ApprovalRow | undefined> {
  const { items } = await context.ports.store.list('approvals', {
    where: { subject_type: 'plan', subject_id: id, status: ['granted', 'expired'] },
    order: [{ by: 'created_at', desc: true }],
    limit: null,
  });
  return (
    items.find(({ status }) => status === 'granted') ?? items.find(({ decided_at }) => decided_at !== null)
  );
}

function hasExpired(context: Context, { status, expires_at }: ApprovalRow): boolean {
  return status === 'expired' || (expires_at !== null && expires_at <= isoNow(context));
}

/** A plan's consent reaches its steps only where everybody gave it so. */
function scopeOf(row: ApprovalRow): 'plan' | 'remaining' {
  const votes = votesOf(row);
  return votes.length > 0 && votes.every(({ scope }) => scope === 'remaining') ? 'remaining' : 'plan';
}

/** As long as people took to decide; how much later somebody ran the plan is nobody's waiting. */
function approvalSpan(context: Context, row: ApprovalRow, place: SpanPlace): Write {
  const requestedMs = Date.parse(row.created_at);
  const decidedMs = row.decided_at === null ? requestedMs : Date.parse(row.decided_at);
  const span = new Span(context, place, 'gate', 'holdpoint.approval plan', {
    ...requestAttributes(row),
    'holdpoint.approval.decision': 'approved',
    ...deciderAttributes({ actor: row.actor ?? '', source: row.source ?? '' }),
    ...(row.reason === null ? {} : { 'holdpoint.approval.reason': row.reason }),
    'holdpoint.approval.wait_ms': decidedMs - requestedMs,
  });
  return span.whole({ status: 'OK' }, { startUs: requestedMs * 1000, endUs: decidedMs * 1000 });
}
