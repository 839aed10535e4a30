import { AppError } from '#protocol/errors';
import type { Plan } from '#protocol/plan';
import type { ApprovalRow, PlanRow, SessionRow } from '#protocol/rows';
import { planSubjectDigest } from '../../core/run/approvalDigest';
import type { Context } from '../context';
import { Span, type SpanPlace } from '../record/span';
import type { Write } from '../storePort';
import { effectivePolicy, ownLayer } from './policies';
import { sessionProfile } from './sessionProfile';

/** A stored plan version with its session and its parsed form. */
export interface StoredPlan {
  readonly session: SessionRow;
  readonly planRow: PlanRow;
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

/** The approval under which a plan may run now, or the error that says what is missing or no longer fits. */
export async function planApproval(context: Context, stored: StoredPlan): Promise<PlanApproval> {
  const { items } = await context.ports.store.list('approvals', {
    where: { subject_type: 'plan', subject_id: stored.planRow.id, status: 'granted' },
    order: [{ by: 'created_at', desc: true }],
    limit: 1,
  });
  const [row] = items;
  if (!row || stored.planRow.status !== 'approved') {
    throw new AppError('APPROVAL_REQUIRED', 'plan and step approvals are required before execution', {
      session_id: stored.session.id,
      version: stored.planRow.version,
    });
  }
  const digest = await planDigestNow(context, stored);
  if (row.digest !== digest) {
    throw new AppError(
      'APPROVAL_STALE',
      'the policy or plan has changed since this plan was approved: approve it again',
      {
        cause: 'digest_mismatch',
        approval_id: row.id,
        expected: digest,
        actual: row.digest,
      },
    );
  }
  const scope = row.reason?.startsWith('[remaining]') ? 'remaining' : 'plan';
  return { row, scope, span: (place) => [approvalSpan(context, row, place)] };
}

function approvalSpan(context: Context, row: ApprovalRow, place: SpanPlace): Write {
  const requestedUs = Date.parse(row.created_at) * 1000;
  const span = new Span(context, place, 'gate', 'holdpoint.approval plan', {
    'holdpoint.approval.id': row.id,
    'holdpoint.approval.scope': 'plan',
    'holdpoint.approval.decision': 'approved',
    'holdpoint.approval.source': row.actor?.startsWith('policy:') ? 'policy' : 'person',
    'holdpoint.approval.principal': row.actor ?? '',
    'holdpoint.approval.client': row.source ?? '',
    'holdpoint.approval.digest': row.digest,
    'holdpoint.approval.wait_ms':
      row.decided_at === null ? 0 : Date.parse(row.decided_at) - Date.parse(row.created_at),
  });
  return span.whole({ status: 'OK' }, requestedUs);
}
