import { AppError } from '#protocol/errors';
import type { ApprovalRow } from '#protocol/rows';
import { isTerminal } from '#protocol/states';
import { requestWrites } from '../approvals/approvalRequests';
import type { Context } from '../context';
import { commit } from '../record/record';
import type { ActiveRun } from '../run/activeRun';
import { decideFor } from '../run/gate/gate';
import { prepare, Unpreparable } from '../run/gate/prepare';
import { shownOf, subjectOf } from '../run/gate/subject';
import { newStepRun, stepRunOf } from '../run/visits';
import { planStep } from './stepTarget';

/** The open request for a step, made now when the step did not ask yet; what depends on results can wait only for its turn. */
export async function stepRequest(context: Context, run: ActiveRun, stepId: string): Promise<ApprovalRow> {
  const step = planStep(run, stepId);
  const stepRun = run.steps.get(stepId) ?? stepRunOf(newStepRun(run, stepId, 1));
  if (isTerminal('step', stepRun.row.status) || stepRun.row.status === 'running') {
    throw new AppError('STATE_CONFLICT', `step ${stepId} is ${stepRun.row.status}`, {
      status: stepRun.row.status,
    });
  }
  const subject_id = `${run.row.id}:${stepId}:${stepRun.row.visit}`;
  const open = await context.ports.store.list('approvals', {
    where: { subject_id, status: 'requested' },
    limit: 1,
  });
  if (open.items[0]) {
    return open.items[0];
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
