import type { Caller, Handlers } from '#protocol/methods';
import type { StepRunRow } from '#protocol/rows';
import { grantApproval, rejectApproval } from '../approvals/approvals';
import type { Context } from '../context';
import { eventWrite } from '../record/record';
import { storedJson } from '../record/views';
import type { ActiveRun } from '../run/activeRun';
import type { Runs } from '../run/runs';
import { pickCaller } from '../run/startRun';
import { rejectedMessage, skipStep } from '../run/step/stepClose';
import { executeStep, refuseUnready } from '../steps/executeStep';
import { stepRequest } from '../steps/stepRequest';
import { currentRun, planStep } from '../steps/stepTarget';

type Names = Extract<keyof Handlers, `step/${string}`>;

/** Answers requests about single steps; the session form means the session's current run. */
export function stepHandlers(context: Context, runs: Runs): Pick<Handlers, Names> {
  return {
    'step/approve': async (params, caller) => {
      const run = await currentRun(context, runs, caller, params);
      const approval = await stepRequest(context, run, params.step_id);
      const grant = {
        reason: params.reason,
        confirmHighRisk: params.confirm_high_risk,
        confirmsLater: run.row.stepping === 'manual',
      };
      await grantApproval(context, caller, approval.id, grant);
      return { session_id: run.row.session_id, step_id: params.step_id, approved: true };
    },
    'step/request': async (params, caller) => {
      const run = await currentRun(context, runs, caller, params);
      const { id: approval_id, status } = await stepRequest(context, run, params.step_id);
      return {
        session_id: run.row.session_id,
        run_id: run.row.id,
        step_id: params.step_id,
        status: status === 'requested' ? status : 'approved',
        approval_id,
      };
    },
    'step/reject': async (params, caller) => {
      const run = await currentRun(context, runs, caller, params);
      const approval = await stepRequest(context, run, params.step_id);
      const { actor, reason, subject_id } = await rejectApproval(context, caller, approval.id, params.reason);
      run.rejected.set(subject_id, rejectedMessage(actor, reason));
      run.requested.add(params.step_id);
      await runs.drive(run);
      return { session_id: run.row.session_id, step_id: params.step_id, rejected: true };
    },
    'step/execute': async (params, caller) => {
      const run = await currentRun(context, runs, caller, params);
      await executeStep(context, runs, run, caller, params);
      return await executed(context, run, params.step_id);
    },
    'step/skip': async (params, caller) => {
      const run = await currentRun(context, runs, caller, params);
      await skip(context, runs, run, caller, params.step_id, params.reason);
      return { session_id: run.row.session_id, step_id: params.step_id, skipped: true };
    },
  };
}

async function executed(context: Context, run: ActiveRun, stepId: string) {
  const where = { run_id: run.row.id, step_id: stepId };
  const [row, artifacts] = await Promise.all([
    stepRow(context, run.row.id, stepId),
    context.ports.store.list('artifacts', { where, limit: null }),
  ]);
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

async function skip(
  context: Context,
  runs: Runs,
  run: ActiveRun,
  caller: Caller,
  stepId: string,
  reason?: string,
): Promise<void> {
  planStep(run, stepId);
  refuseUnready(run, stepId, run.steps.get(stepId));
  run.add(
    eventWrite(
      context,
      { ...run.origin, ...pickCaller(caller) },
      {
        type: 'log.line',
        summary: `skip ${stepId} asked by ${caller.actor}`,
        payload: { reason: reason ?? null },
        step_id: stepId,
      },
    ),
  );
  skipStep(run, stepId, 'by_person');
  await run.flush();
  await runs.drive(run);
}
