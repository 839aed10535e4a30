import { sessionProfile } from '../../core/plan/sessionProfile';
import { autoGrant } from '../../core/policy/autoGrant';
import type { Context } from '../context';
import { planDigestNow, type StoredPlan } from '../plans/planApprovals';
import { effectivePolicy, ownLayer } from '../plans/policies';
import { commit, type Origin } from '../record/record';
import { supersede } from './approvalExpiry';
import { requestWrites, systemOrigin } from './approvalRequests';
import { grantApproval } from './approvals';

/** Puts the approval of a validated plan into the queue; an older open request of the session is void. */
export async function requestPlanApproval(
  context: Context,
  origin: Origin,
  stored: StoredPlan,
): Promise<string> {
  const { session, planRow, plan } = stored;
  const open = await context.ports.store.list('approvals', {
    where: { session_id: session.id, subject_type: 'plan', status: 'requested' },
    limit: null,
  });
  for (const row of open.items) {
    await supersede(context, row, systemOrigin(row));
  }
  const profile = sessionProfile(session.profile, plan.profile);
  const policy = await effectivePolicy(context, {
    profile,
    plan: ownLayer('plan', `plan v${planRow.version}`, plan.policy),
  });
  const { row, writes } = requestWrites(context, origin, {
    subject_type: 'plan',
    subject_id: planRow.id,
    digest: await planDigestNow(context, stored),
    session_id: session.id,
    run_id: null,
    required: policy.approvals.required,
    expires_ms: policy.approvals.expires_ms,
    shown: {
      title: plan.title,
      version: planRow.version,
      hash: planRow.hash,
      profile,
      slot: plan.workspace.slot,
      executor: plan.executor,
      mode: session.mode,
      policy: policy.version,
      steps: plan.steps.map(({ id, uses }) => ({ id, uses })),
      no_self: policy.approvals.no_self,
      author: planRow.created_by,
    },
    place: null,
  });
  await commit(context, writes);
  const grant = autoGrant(policy, {
    subject: 'plan',
    digest: row.digest,
    tool: null,
    risk: 'low',
    paths: [],
    nowMs: context.ports.clock.now(),
  });
  if (grant !== null) {
    const rule = {
      actor: grant.actor,
      source: 'system' as const,
      role: 'approver' as const,
      client_message_id: null,
    };
    await grantApproval(context, rule, row.id, { reason: 'granted by policy', confirmHighRisk: true });
  }
  return row.id;
}
