import type { JsonObject } from '#protocol/json';
import type { Caller, Checked } from '#protocol/methods';
import type { RollbackView } from '#protocol/methods/governance';
import type { EffectivePolicy } from '#protocol/policy';
import type { ApprovalRow } from '#protocol/rows';
import { autoGrant } from '../../core/policy/autoGrant';
import { expireDue } from '../approvals/approvalExpiry';
import { requestWrites } from '../approvals/approvalRequests';
import { grantApproval } from '../approvals/approvals';
import { openApprovals } from '../approvals/openApprovals';
import type { Context } from '../context';
import { effectivePolicy } from '../plans/policies';
import { commit, type Origin } from '../record/record';
import { storedJson } from '../record/views';
import { pickCaller } from '../run/startRun';
import { Serial } from '../serial';
import { digestOf, type RollbackList, rollbackView } from './rollbackList';
import { decideTarget, type RollbackDecision } from './rollbackTargets';

const preparing = new Serial();

/**
 * Works out the exact file list of a rollback and puts it into the queue; nothing changes before it is approved. Where
 * nothing is to be put back, nobody is asked, and whoever asks for the same again is led to the request that is open.
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
  return await preparing.run(digestOf(decision), async () => {
    const policy = await effectivePolicy(context, { profile: 'standard' });
    const open = await openRequest(context, decision);
    const row = open ?? (await request(context, caller, decision, policy));
    await grantByRule(context, row, decision, policy);
    const view = rollbackView(row, decision, 'awaiting_approval', null, null);
    return { ...view, joined: open !== undefined };
  });
}

/** The open approval of exactly this list: the same files with the same bytes, and the same ones kept. */
async function openRequest(context: Context, decision: RollbackDecision): Promise<ApprovalRow | undefined> {
  await expireDue(context);
  const digest = digestOf(decision);
  const entries = JSON.stringify(context.redactor.json(decision.entries as unknown as JsonObject[]).value);
  const open = await openApprovals(context);
  return open.find((row) => {
    const { entries: shown } = storedJson(row.shown_json) as unknown as RollbackList;
    return row.subject_type === 'rollback' && row.digest === digest && JSON.stringify(shown) === entries;
  });
}

async function request(
  context: Context,
  caller: Caller,
  decision: RollbackDecision,
  policy: EffectivePolicy,
): Promise<ApprovalRow> {
  const origin: Origin = { ...pickCaller(caller), session_id: null, run_id: decision.run_id };
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
  return row;
}

/** A rule of the policy may agree in place of a person. */
async function grantByRule(
  context: Context,
  { id, digest, status }: ApprovalRow,
  { entries }: RollbackDecision,
  policy: EffectivePolicy,
): Promise<void> {
  const asked = {
    subject: 'rollback' as const,
    digest,
    tool: null,
    risk: 'medium' as const,
    paths: entries.map(({ path }) => path),
    nowMs: context.ports.clock.now(),
  };
  const grant = status === 'requested' ? autoGrant(policy, asked) : null;
  if (grant) {
    const rule: Caller = {
      actor: grant.actor,
      source: 'system',
      role: 'approver',
      client_message_id: null,
    };
    await grantApproval(context, rule, id, { confirmHighRisk: true });
  }
}

async function sessionOf(context: Context, runId: string | null): Promise<string | null> {
  return runId === null ? null : ((await context.ports.store.get('runs', { id: runId }))?.session_id ?? null);
}
