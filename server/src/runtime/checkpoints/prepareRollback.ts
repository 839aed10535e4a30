import type { JsonObject } from '#protocol/json';
import type { Caller, Checked } from '#protocol/methods';
import type { RollbackView } from '#protocol/methods/governance';
import { autoGrant } from '../../core/policy/autoGrant';
import { requestWrites } from '../approvals/approvalRequests';
import { grantApproval } from '../approvals/approvals';
import type { Context } from '../context';
import { effectivePolicy } from '../plans/policies';
import { commit, type Origin } from '../record/record';
import { pickCaller } from '../run/startRun';
import { digestOf, rollbackView } from './rollbackList';
import { decideTarget } from './rollbackTargets';

/**
 * Works out the exact file list of a rollback and puts it into the queue; nothing changes before it is approved. Where
 * nothing is to be put back, nobody is asked.
 */
export async function prepareRollback(
  context: Context,
  caller: Caller,
  params: Checked<'rollback/prepare'>,
): Promise<RollbackView> {
  const decision = await decideTarget(context, params);
  if (!decision.entries.some(({ restores }) => restores)) {
    return rollbackView(null, decision, 'nothing', null, null);
  }
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
  return rollbackView(row, decision, 'awaiting_approval', null, null);
}

async function sessionOf(context: Context, runId: string | null): Promise<string | null> {
  return runId === null ? null : ((await context.ports.store.get('runs', { id: runId }))?.session_id ?? null);
}
