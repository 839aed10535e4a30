import { AppError } from '#protocol/errors';
import type { Step } from '#protocol/plan';
import type { ApprovalRow } from '#protocol/rows';
import { isTerminal } from '#protocol/states';
import { expireDue } from '../approvals/approvalExpiry';
import { requestWrites } from '../approvals/approvalRequests';
import { asOne } from '../approvals/asking';
import type { Context } from '../context';
import { commit } from '../record/record';
import type { ActiveRun } from '../run/activeRun';
import { decideFor } from '../run/gate/gate';
import { prepare, Unpreparable } from '../run/gate/prepare';
import { shownOf, subjectId, subjectOf } from '../run/gate/subject';
import { type StepRun, stepRunOf } from '../run/stepRun';
import { newStepRun } from '../run/visits';
import { planStep } from './stepTarget';

/** The open request or standing grant for a step as it would run, made now when it did not ask yet; what depends on results can wait only for its turn. */
export function stepRequest(context: Context, run: ActiveRun, stepId: string): Promise<ApprovalRow> {
  const visit = run.steps.get(stepId)?.row ?? newStepRun(run, stepId, 1);
  return asOne(subjectId(visit), () => requestOf(context, run, planStep(run, stepId)));
}

async function requestOf(context: Context, run: ActiveRun, step: Step): Promise<ApprovalRow> {
  const stepId = step.id;
  const stepRun = run.steps.get(stepId) ?? stepRunOf(newStepRun(run, stepId, 1));
  refuseBegun(stepRun);
  await expireDue(context);
  const subject_id = subjectId(stepRun.row);
  const { items } = await context.ports.store.list('approvals', {
    where: { subject_id, status: ['requested', 'granted'] },
    limit: null,
  });
  const waiting = items.find(({ status }) => status === 'requested');
  if (waiting) {
    return waiting;
  }
  const prepared = await prepare(run, step, stepRun).catch((error: unknown) => {
    if (error instanceof Unpreparable) {
      throw new AppError(
        'STATE_CONFLICT',
        `step ${stepId} can be approved only when it is ready: ${error.message}`,
        { step_id: stepId },
      );
    }
    throw error;
  });
  const { subject, digest } = subjectOf(run, step, stepRun, prepared);
  const decided = items.find((row) => row.digest === digest);
  if (decided) {
    return decided;
  }
  refuseEnding(run);
  refuseBegun(run.steps.get(stepId) ?? stepRun);
  const { row, writes } = requestWrites(context, run.origin, {
    subject_type: 'step',
    subject_id,
    digest,
    session_id: run.row.session_id,
    run_id: run.row.id,
    required: prepared.policy.approvals.required,
    expires_ms: prepared.policy.approvals.expires_ms,
    shown: shownOf(run, stepRun, prepared, decideFor(prepared), subject),
    place: run.root.place,
  });
  await commit(context, writes);
  return row;
}

function refuseBegun({ row: { step_id, status } }: StepRun): void {
  if (isTerminal('step', status) || status === 'running') {
    throw new AppError('STATE_CONFLICT', `step ${step_id} is ${status}`, { status });
  }
}

/** A run that ends closes its requests: nobody is asked for it any more. */
function refuseEnding({ isEnding, row: { id, ended_at, status } }: ActiveRun): void {
  if (isEnding) {
    const state = ended_at === null ? 'ending' : status;
    throw new AppError('STATE_CONFLICT', `run ${id} is ${state}`, { run_id: id, status });
  }
}
