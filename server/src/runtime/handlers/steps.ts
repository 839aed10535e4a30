import { AppError, type ErrorCode } from '#protocol/errors';
import type { Caller, Handlers } from '#protocol/methods';
import type { ApprovalRow, RunRow, StepRunRow } from '#protocol/rows';
import { isTerminal } from '#protocol/states';
import { needsReplan } from '../../core/session';
import { grantApproval, rejectApproval, requestWrites } from '../approvals';
import type { Context } from '../context';
import { findRun } from '../findRun';
import { commit, eventWrite } from '../record';
import type { ActiveRun, StepRun } from '../run/activeRun';
import { decideFor } from '../run/gate';
import { prepare, Unpreparable } from '../run/prepare';
import type { Runs } from '../run/runs';
import { pickCaller } from '../run/startRun';
import { skipStep } from '../run/stepClose';
import { shownOf, subjectOf } from '../run/subject';
import { newStepRun, stepRunOf } from '../run/visits';
import { openSession, sessionFacts } from '../sessionFacts';
import { storedJson } from '../views';
import { startRun } from './runs';

type Names = Extract<keyof Handlers, `step/${string}`>;

interface Target {
  readonly session_id?: string | undefined;
  readonly run_id?: string | undefined;
  readonly step_id: string;
}

const required = 'plan and step approvals are required before execution';

/** Answers requests about single steps; the session form means the session's current run. */
export function stepHandlers(context: Context, runs: Runs): Pick<Handlers, Names> {
  return {
    'step/approve': async (params, caller) => {
      const run = await currentRun(context, runs, caller, params);
      const approval = await stepRequest(context, run, params.step_id);
      const grant = { reason: params.reason, confirmHighRisk: params.confirm_high_risk };
      await grantApproval(context, caller, approval.id, grant);
      return { session_id: run.row.session_id, step_id: params.step_id, approved: true };
    },
    'step/reject': async (params, caller) => {
      const run = await currentRun(context, runs, caller, params);
      const approval = await stepRequest(context, run, params.step_id);
      await rejectApproval(context, caller, approval.id, params.reason);
      await runs.drive(run);
      return { session_id: run.row.session_id, step_id: params.step_id, rejected: true };
    },
    'step/execute': async (params, caller) => {
      const run = await currentRun(context, runs, caller, params);
      await executeStep(context, runs, run, caller, params);
      const row = await stepRow(context, run.row.id, params.step_id);
      return await executed(context, run, row, params.step_id);
    },
    'step/skip': async (params, caller) => {
      const run = await currentRun(context, runs, caller, params);
      await skip(context, runs, run, caller, params.step_id, params.reason);
      return { session_id: run.row.session_id, step_id: params.step_id, skipped: true };
    },
  };
}

/** The run meant: by id, or the session's live one; a session with an approved plan and no run gets one, stepping by hand. */
async function currentRun(context: Context, runs: Runs, caller: Caller, target: Target): Promise<ActiveRun> {
  if (target.run_id !== undefined) {
    return liveRun(runs, await findRun(context.ports.store, target.run_id));
  }
  if (target.session_id === undefined) {
    throw new AppError('BAD_REQUEST', 'name a session_id or a run_id');
  }
  const session = await openSession(context, target.session_id);
  const facts = await sessionFacts(context, session);
  if (facts.newestRun && !isTerminal('run', facts.newestRun.status)) {
    return liveRun(runs, facts.newestRun);
  }
  if (needsReplan(facts)) {
    throw new AppError('NEEDS_REPLAN', 'session needs replan before execution', { session_id: session.id });
  }
  if (facts.newestPlan?.status !== 'approved') {
    throw new AppError('APPROVAL_REQUIRED', required, { session_id: session.id });
  }
  if (facts.newestRun && facts.runVersion === facts.newestPlan.version) {
    throw new AppError('STATE_CONFLICT', `the run of plan v${facts.runVersion} has ${facts.newestRun.status}`, {
      run_id: facts.newestRun.id,
      status: facts.newestRun.status,
    });
  }
  return await manualRun(context, runs, caller, session.id);
}

const creating = new Map<string, Promise<ActiveRun>>();

/** Many calls at once make one run. */
function manualRun(context: Context, runs: Runs, caller: Caller, sessionId: string): Promise<ActiveRun> {
  const known = creating.get(sessionId);
  if (known) {
    return known;
  }
  const params = { session_id: sessionId, inputs: {}, stepping: 'manual' as const, dry_run: false, env: {}, confirm_high_risk: false };
  const made = startRun(context, runs, caller, params).finally(() => creating.delete(sessionId));
  creating.set(sessionId, made);
  return made;
}

function liveRun(runs: Runs, row: RunRow): ActiveRun {
  const run = runs.active(row.id);
  if (!run) {
    const next = isTerminal('run', row.status) ? '' : `; resume it with: holdpoint run --resume ${row.trace_id}`;
    throw new AppError('STATE_CONFLICT', `run ${row.id} is ${row.status}${next}`, { run_id: row.id, status: row.status });
  }
  return run;
}

/** The open request for a step, made now when the step did not ask yet; what depends on results can wait only for its turn. */
async function stepRequest(context: Context, run: ActiveRun, stepId: string): Promise<ApprovalRow> {
  const step = planStep(run, stepId);
  const stepRun = run.steps.get(stepId) ?? stepRunOf(newStepRun(run, stepId, 1));
  if (isTerminal('step', stepRun.row.status) || stepRun.row.status === 'running') {
    throw new AppError('STATE_CONFLICT', `step ${stepId} is ${stepRun.row.status}`, { status: stepRun.row.status });
  }
  const subject_id = `${run.row.id}:${stepId}:${stepRun.row.visit}`;
  const open = await context.ports.store.list('approvals', { where: { subject_id, status: 'requested' }, limit: 1 });
  if (open.items[0]) {
    return open.items[0];
  }
  const prepared = await prepare(run, step, stepRun).catch((error: unknown) => {
    if (error instanceof Unpreparable) {
      throw new AppError('STATE_CONFLICT', `step ${stepId} can be approved only when it is ready: ${error.message}`, { step_id: stepId });
    }
    throw error;
  });
  const { row, writes } = requestWrites(context, run.origin, {
    subject_type: 'step',
    subject_id,
    digest: subjectOf(run, step, stepRun, prepared).digest,
    session_id: run.row.session_id,
    run_id: run.row.id,
    required: prepared.policy.approvals.required,
    expires_ms: prepared.policy.approvals.expires_ms,
    shown: shownOf(run, step, stepRun, prepared, decideFor(prepared)),
    place: run.root.place,
  });
  await commit(context, writes);
  return row;
}

async function executeStep(
  context: Context,
  runs: Runs,
  run: ActiveRun,
  caller: Caller,
  params: { readonly step_id: string; readonly confirm_high_risk: boolean; readonly wait: boolean },
): Promise<void> {
  const { step_id } = params;
  const step = planStep(run, step_id);
  const stepRun = run.steps.get(step_id);
  refuseUnready(run, step_id, stepRun);
  const open = step.needs.filter((need) => !isEnded(run.steps.get(need)));
  if (open.length > 0) {
    throw new AppError('STATE_CONFLICT', `step ${step_id} comes after ${open.join(', ')}`, { step_id, needs: open });
  }
  run.requested.add(step_id);
  if (params.confirm_high_risk) {
    run.confirmedSteps.add(step_id);
  }
  run.record({ type: 'log.line', summary: `execute ${step_id} asked by ${caller.actor}`, step_id });
  const driving = runs.drive(run);
  if (params.wait) {
    await Promise.race([driving, settled(context, run, step_id)]);
    refuseWaiting(run, step_id, params.confirm_high_risk);
  }
}

function refuseUnready(run: ActiveRun, stepId: string, stepRun: StepRun | undefined): void {
  const status = stepRun?.row.status ?? 'pending';
  if (isTerminal('step', status) || status === 'running' || run.requested.has(stepId)) {
    throw new AppError('STATE_CONFLICT', `step ${stepId} is ${run.requested.has(stepId) ? 'starting' : status}`, { step_id: stepId, status });
  }
}

function refuseWaiting(run: ActiveRun, stepId: string, isConfirmed: boolean): void {
  const stepRun = run.steps.get(stepId);
  if (stepRun?.blocked) {
    throw new AppError('DRY_RUN_BLOCKED', stepRun.blocked, { reason: 'dry_run_apply_blocked', run_id: run.row.id, step_id: stepId });
  }
  if (stepRun?.row.status === 'denied') {
    const { error_code, error_message } = stepRun.row;
    throw new AppError((error_code ?? 'DENIED') as ErrorCode, error_message ?? 'denied', { run_id: run.row.id, step_id: stepId });
  }
  if (stepRun?.row.status !== 'awaiting_approval') {
    return;
  }
  if (stepRun.needsConfirmation && !isConfirmed) {
    throw new AppError('HIGH_RISK_CONFIRMATION_REQUIRED', `step ${stepId} is of high risk: confirm it in so many words`, {
      reason: 'high_risk_confirmation_required',
      approval_id: stepRun.approvalId,
    });
  }
  if (stepRun.staleCause) {
    throw new AppError('APPROVAL_STALE', `the approval of step ${stepId} no longer covers what would run`, {
      cause: stepRun.staleCause,
      step_id: stepId,
      approval_id: stepRun.approvalId,
    });
  }
  throw new AppError('APPROVAL_REQUIRED', required, { step_id: stepId, approval_id: stepRun.approvalId });
}

/** Resolves when the step has ended or waits for people. */
function settled(context: Context, run: ActiveRun, stepId: string): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      const stepRun = run.steps.get(stepId);
      const status = stepRun?.row.status;
      if (run.steps.get(stepId)?.blocked || status === 'awaiting_approval' || (status !== undefined && isTerminal('step', status))) {
        stop();
        resolve();
      }
    };
    const stop = context.bus.listen(check);
  });
}

async function executed(context: Context, run: ActiveRun, row: StepRunRow | undefined, stepId: string) {
  const artifacts = await context.ports.store.list('artifacts', { where: { run_id: run.row.id, step_id: stepId }, limit: null });
  const error = row?.error_code ? { code: row.error_code, message: row.error_message ?? '' } : null;
  return {
    session_id: run.row.session_id,
    step_id: stepId,
    status: row?.status ?? 'pending',
    run_id: run.row.id,
    output: storedJson(row?.output_json ?? null),
    error,
    artifacts: artifacts.items.map(({ name }) => name),
  };
}

async function stepRow(context: Context, runId: string, stepId: string): Promise<StepRunRow | undefined> {
  const { items } = await context.ports.store.list('step_runs', {
    where: { run_id: runId, step_id: stepId },
    order: [{ by: 'visit', desc: true }],
    limit: 1,
  });
  return items[0];
}

async function skip(context: Context, runs: Runs, run: ActiveRun, caller: Caller, stepId: string, reason?: string): Promise<void> {
  planStep(run, stepId);
  refuseUnready(run, stepId, run.steps.get(stepId));
  run.add(
    eventWrite(context, { ...run.origin, ...pickCaller(caller) }, {
      type: 'log.line',
      summary: `skip ${stepId} asked by ${caller.actor}`,
      payload: { reason: reason ?? null },
      step_id: stepId,
    }),
  );
  skipStep(run, stepId, 'by_person');
  await run.flush();
  await runs.drive(run);
}

function planStep(run: ActiveRun, stepId: string) {
  const step = run.plan.steps.find(({ id }) => id === stepId);
  if (!step) {
    throw new AppError('NOT_FOUND', `plan v${run.planRow.version} has no step ${stepId}`, { step_id: stepId });
  }
  return step;
}

function isEnded(stepRun: StepRun | undefined): boolean {
  return stepRun !== undefined && isTerminal('step', stepRun.row.status);
}
