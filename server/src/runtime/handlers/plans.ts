import { AppError } from '#protocol/errors';
import type { Json } from '#protocol/json';
import type { Caller, Handlers, Result } from '#protocol/methods';
import type { Problem } from '#protocol/problem';
import type { PlanRow } from '#protocol/rows';
import { draftPlan } from '../../core/plan/draftPlan';
import { planDiff, unchangedSteps } from '../../core/plan/planDigest';
import { sessionProfile } from '../../core/plan/sessionProfile';
import { expireDue, whenNobodyDecides } from '../approvals/approvalExpiry';
import { grantApproval, rejectApproval } from '../approvals/approvals';
import { requestPlanApproval } from '../approvals/requestPlanApproval';
import type { Context } from '../context';
import { checkPlan } from '../plans/checkPlan';
import { blastRadius, foresee, pastRuns } from '../plans/foresee';
import { importPlan, newestPlan } from '../plans/importPlan';
import { planDigestNow, revokedMessage } from '../plans/planApprovals';
import { planBody } from '../plans/planBodies';
import { effectivePolicy, ownLayer } from '../plans/policies';
import { openSession, sessionById } from '../plans/sessionFacts';
import { whileHeld } from '../record/bytes/heldBytes';
import { listAnswer } from '../record/listAnswer';
import { commit, eventWrite, type Origin } from '../record/record';
import { planView } from '../record/views';
import type { Runs } from '../run/runs';
import { pickCaller } from '../run/startRun';

type Names = Extract<keyof Handlers, `plan/${string}`>;

/** Answers requests about plan versions. */
export function planHandlers(context: Context, runs: Runs): Pick<Handlers, Names> {
  const { store } = context.ports;
  return {
    'plan/validate': async ({ text, file_name }) => checkPlan(context, text, file_name),
    'plan/draft': async (goal) => {
      const text = draftPlan(goal);
      return { text, check: await checkPlan(context, text, 'plan.yaml') };
    },
    'plan/import': (params, caller) =>
      runs.lead(params.session_id, async () =>
        whileHeld(context, async (held) =>
          importPlan(held, caller, await openSession(context, params.session_id), params),
        ),
      ),
    'plan/list': async ({ session_id, limit, offset }) => {
      await sessionById(context, session_id);
      const page = await store.list('plans', {
        where: { session_id },
        order: [{ by: 'version', desc: true }],
        limit,
        offset,
      });
      return listAnswer(page.items.map(planView), page.total, { limit, offset });
    },
    'plan/show': async ({ session_id, version }) => {
      const session = await sessionById(context, session_id);
      const row = await planVersion(context, session_id, version);
      const plan = await planBody(context, row);
      const profile = sessionProfile(session.profile, plan.profile);
      const file = `plan v${version}`;
      const policy = await effectivePolicy(context, { profile, plan: ownLayer('plan', file, plan.policy) });
      const steps = await foresee(context, plan, { profile, mode: session.mode, file });
      const radius = blastRadius(context, plan, steps, await pastRuns(context, row.hash));
      return {
        ...planView(row),
        warnings: JSON.parse(row.warnings_json) as Problem[],
        blast_radius: radius,
        effective_policy: policy as unknown as Json,
      };
    },
    'plan/diff': async ({ session_id, from, to }) => {
      const before = await planBody(context, await planVersion(context, session_id, from));
      const after = await planBody(context, await planVersion(context, session_id, to));
      const { added, removed, changed, unchanged, plan_fields } = planDiff(before, after);
      return {
        from,
        to,
        added: [...added],
        removed: [...removed],
        changed: changed.map(({ step_id, fields }) => ({ step_id, fields: [...fields] })),
        unchanged: [...unchanged],
        carried: [...unchangedSteps(before, after)],
        plan_fields: [...plan_fields],
      };
    },
    'plan/approve': (params, caller) =>
      runs.lead(params.session_id, () => approvePlan(context, caller, params)),
    'plan/request': (params, caller) =>
      runs.lead(params.session_id, () => askForPlan(context, caller, params)),
    'plan/reject': async ({ session_id, version, reason }, caller) => {
      const row = await planVersion(context, session_id, version);
      const { items } = await store.list('approvals', {
        where: { subject_type: 'plan', subject_id: row.id, status: 'requested' },
        limit: 1,
      });
      const [open] = items;
      if (!open) {
        throw new AppError(
          'STATE_CONFLICT',
          `plan v${version} is ${row.status}: there is nothing to reject`,
          { status: row.status },
        );
      }
      await rejectApproval(context, caller, open.id, reason);
      return { session_id, version, rejected: true };
    },
    'plan/revoke': (params, caller) =>
      runs.lead(params.session_id, () => revokePlan(context, runs, caller, params)),
  };
}

/** Takes the approval of a plan back and ends what runs under it. */
async function revokePlan(
  context: Context,
  runs: Runs,
  caller: Caller,
  { session_id, version, reason }: Parameters<Handlers['plan/revoke']>[0],
): Promise<Result<'plan/revoke'>> {
  const row = await planVersion(context, session_id, version);
  await whenNobodyDecides(session_id, async () => {
    const { items } = await context.ports.store.list('approvals', {
      where: { subject_type: 'plan', subject_id: row.id, status: 'granted' },
      limit: null,
    });
    const origin: Origin = { ...pickCaller(caller), session_id, run_id: null };
    await commit(context, [
      { op: 'transition', table: 'plans', key: { id: row.id }, from: ['approved'], to: 'revoked' },
      ...items.map(({ id }) => ({
        op: 'transition' as const,
        table: 'approvals' as const,
        key: { id },
        from: ['granted'],
        to: 'revoked',
      })),
      eventWrite(context, origin, {
        type: 'plan.revoked',
        level: 'warning',
        summary: `plan v${version} revoked`,
        payload: { version, reason: reason ?? null },
      }),
    ]);
  });
  await runs.revoke(row.id, revokedMessage(version));
  return { session_id, version, revoked: true };
}

/** One version of a session's plan, or NOT_FOUND. */
export async function planVersion(context: Context, sessionId: string, version: number): Promise<PlanRow> {
  await sessionById(context, sessionId);
  const { items } = await context.ports.store.list('plans', {
    where: { session_id: sessionId, version },
    limit: 1,
  });
  const [row] = items;
  if (!row) {
    throw new AppError('NOT_FOUND', `session ${sessionId} has no plan v${version}`);
  }
  return row;
}

/** Sees to it that somebody is asked about a plan; a policy may answer at once. */
async function askForPlan(
  context: Context,
  caller: Caller,
  { session_id, version }: Parameters<Handlers['plan/request']>[0],
): Promise<Result<'plan/request'>> {
  const session = await openSession(context, session_id);
  const planRow = await planVersion(context, session_id, version);
  await expireDue(context);
  const origin: Origin = { ...pickCaller(caller), session_id, run_id: null };
  const stored = { session, planRow, plan: await planBody(context, planRow) };
  const approvalId = await openRequest(context, origin, stored);
  const asked = approvalId === null ? null : await context.ports.store.get('approvals', { id: approvalId });
  return asked?.status === 'requested'
    ? { session_id, version, status: 'requested', approval_id: asked.id }
    : { session_id, version, status: 'approved', approval_id: approvalId };
}

type ApproveParams = Parameters<Handlers['plan/approve']>[0];

async function approvePlan(context: Context, caller: Caller, params: ApproveParams) {
  const { session_id, version } = params;
  const session = await openSession(context, session_id);
  const planRow = await planVersion(context, session_id, version);
  if (params.hash !== undefined && params.hash !== planRow.hash) {
    throw new AppError('APPROVAL_STALE', 'the plan you were shown is not the one that is stored', {
      cause: 'digest_mismatch',
      expected: planRow.hash,
    });
  }
  const plan = await planBody(context, planRow);
  const stored = { session, planRow, plan };
  const profile = sessionProfile(session.profile, plan.profile);
  if (params.scope === 'remaining' && profile === 'strict') {
    throw new AppError('FORBIDDEN', 'profile strict asks for every step: scope remaining is not allowed');
  }
  await expireDue(context);
  const origin: Origin = { ...pickCaller(caller), session_id, run_id: null };
  const approvalId = await openRequest(context, origin, stored);
  if (approvalId === null) {
    return { session_id, version, approved: true };
  }
  const label = params.approved_by === 'system' ? '' : `approved by ${params.approved_by}`;
  const granted = await grantApproval(context, caller, approvalId, {
    digest: undefined,
    reason: label === '' ? undefined : label,
    scope: params.scope,
    confirmHighRisk: true,
  });
  return { session_id, version, approved: granted.status === 'granted' };
}

/** The request to grant: the open one if it still fits, a fresh one otherwise, `null` when the plan is approved already. */
async function openRequest(
  context: Context,
  origin: Origin,
  stored: Parameters<typeof requestPlanApproval>[2],
): Promise<string | null> {
  const { planRow, session } = stored;
  const digest = await planDigestNow(context, stored);
  const { items } = await context.ports.store.list('approvals', {
    where: { subject_type: 'plan', subject_id: planRow.id, status: ['requested', 'granted'] },
    limit: null,
  });
  const fit = items.find((row) => row.digest === digest);
  if (planRow.status === 'approved' && fit?.status === 'granted') {
    return null;
  }
  if (planRow.status !== 'validated' && planRow.status !== 'approved') {
    const newest = await newestPlan(context, session.id);
    throw new AppError(
      'STATE_CONFLICT',
      `plan v${planRow.version} is ${planRow.status} and cannot be approved`,
      { status: planRow.status, newest: newest?.version ?? null },
    );
  }
  return fit?.status === 'requested' ? fit.id : await requestPlanApproval(context, origin, stored);
}
