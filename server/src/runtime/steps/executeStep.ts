import { AppError, type ErrorCode } from '#protocol/errors';
import type { Caller } from '#protocol/methods';
import { isTerminal } from '#protocol/states';
import { isUnconfirmed } from '../approvals/approvalRequests';
import { openApprovals } from '../approvals/openApprovals';
import type { Context } from '../context';
import { eventWrite } from '../record/record';
import type { ActiveRun } from '../run/activeRun';
import { subjectId } from '../run/gate/subject';
import type { Runs } from '../run/runs';
import { pickCaller } from '../run/startRun';
import type { StepRun } from '../run/stepRun';
import { newStepRun } from '../run/visits';
import { approvalsRequired, planStep } from './stepTarget';

/** Starts one step by hand and, when asked to wait, answers once it has ended; refusals are thrown with their code. */
export async function executeStep(
  context: Context,
  runs: Runs,
  run: ActiveRun,
  caller: Caller,
  params: { readonly step_id: string; readonly confirm_high_risk: boolean; readonly wait: boolean },
): Promise<void> {
  const { step_id } = params;
  const step = planStep(run, step_id);
  await run.policyFor(step);
  refuseUnready(run, step_id, run.steps.get(step_id));
  const open = step.needs.filter((need) => !isEnded(run.steps.get(need)));
  if (open.length > 0) {
    throw new AppError('STATE_CONFLICT', `step ${step_id} comes after ${open.join(', ')}`, {
      step_id,
      needs: open,
    });
  }
  if (!params.confirm_high_risk) {
    await refuseUnconfirmed(context, run, step_id);
    refuseUnready(run, step_id, run.steps.get(step_id));
  }
  run.requested.add(step_id);
  if (params.confirm_high_risk) {
    run.confirmedSteps.add(step_id);
  }
  const asked = {
    type: 'log.line',
    summary: `execute ${step_id} asked by ${caller.actor}`,
    step_id,
  } as const;
  run.add(eventWrite(context, { ...run.origin, ...pickCaller(caller) }, asked));
  const driving = runs.drive(run);
  if (params.wait) {
    await Promise.race([driving, settled(context, run, step_id)]);
    await run.flush();
    refuseWaiting(run, step_id, params.confirm_high_risk);
  } else {
    // The step goes first: what is read for the answer would stand in its way.
    await context.ports.clock.turn();
  }
}

/** Refuses a step that somebody approved without confirming its high risk: whoever executes it does so. */
async function refuseUnconfirmed(context: Context, run: ActiveRun, stepId: string): Promise<void> {
  const subject = subjectId(run.steps.get(stepId)?.row ?? newStepRun(run, stepId, 1));
  const open = await openApprovals(context);
  const unconfirmed = open.find(
    (row) => row.subject_id === subject && row.status === 'granted' && isUnconfirmed(row),
  );
  if (unconfirmed) {
    throw highRisk(stepId, unconfirmed.id);
  }
}

function highRisk(stepId: string, approvalId: string | null): AppError {
  return new AppError(
    'HIGH_RISK_CONFIRMATION_REQUIRED',
    `step ${stepId} is of high risk: confirm it in so many words`,
    { reason: 'high_risk_confirmation_required', approval_id: approvalId },
  );
}

/** Refuses a step that has ended, runs, or was asked for already. */
export function refuseUnready(run: ActiveRun, stepId: string, stepRun: StepRun | undefined): void {
  const status = stepRun?.row.status ?? 'pending';
  const isUnderWay = run.working.has(stepId) && (status === 'pending' || status === 'ready');
  // One that waits for people starts by itself once they agree; until then whoever asks again is told what is missing.
  const isStarting = (run.requested.has(stepId) && status !== 'awaiting_approval') || isUnderWay;
  if (isTerminal('step', status) || status === 'running' || isStarting) {
    throw new AppError('STATE_CONFLICT', `step ${stepId} is ${isStarting ? 'starting' : status}`, {
      step_id: stepId,
      status,
    });
  }
}

function refuseWaiting(run: ActiveRun, stepId: string, isConfirmed: boolean): void {
  const stepRun = run.steps.get(stepId);
  if (run.row.ended_at !== null && (stepRun === undefined || stepRun.row.status === 'skipped')) {
    const { id, status, end_message } = run.row;
    throw new AppError('STATE_CONFLICT', `run ${id} has ${status}: ${end_message}`, { run_id: id, status });
  }
  if (stepRun?.blocked) {
    throw new AppError('DRY_RUN_BLOCKED', stepRun.blocked, {
      reason: 'dry_run_apply_blocked',
      run_id: run.row.id,
      step_id: stepId,
    });
  }
  if (stepRun?.row.status === 'denied') {
    const { error_code, error_message } = stepRun.row;
    throw new AppError((error_code ?? 'DENIED') as ErrorCode, error_message ?? 'denied', {
      run_id: run.row.id,
      step_id: stepId,
    });
  }
  const isStopped = stepRun?.row.status === 'awaiting_approval' || stepRun?.row.status === 'ready';
  if (isStopped && stepRun.needsConfirmation && !isConfirmed) {
    throw highRisk(stepId, stepRun.approvalId);
  }
  if (stepRun?.row.status !== 'awaiting_approval') {
    return;
  }
  if (stepRun.staleCause) {
    throw new AppError('APPROVAL_STALE', `the approval of step ${stepId} no longer covers what would run`, {
      cause: stepRun.staleCause,
      step_id: stepId,
      approval_id: stepRun.approvalId,
    });
  }
  throw new AppError('APPROVAL_REQUIRED', approvalsRequired, {
    step_id: stepId,
    approval_id: stepRun.approvalId,
  });
}

/** Resolves when the step has ended or waits for people. */
function settled(context: Context, run: ActiveRun, stepId: string): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      const stepRun = run.steps.get(stepId);
      const status = stepRun?.row.status;
      if (
        run.steps.get(stepId)?.blocked ||
        status === 'awaiting_approval' ||
        (status !== undefined && isTerminal('step', status))
      ) {
        stop();
        resolve();
      }
    };
    const stop = context.bus.listen(check);
  });
}

function isEnded(stepRun: StepRun | undefined): boolean {
  return stepRun !== undefined && isTerminal('step', stepRun.row.status);
}
