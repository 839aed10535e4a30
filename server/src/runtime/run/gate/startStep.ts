import type { ApprovalRow } from '#protocol/rows';
import { canonicalJson } from '../../../core/digest';
import { whenNobodyDecides } from '../../approvals/approvalExpiry';
import { isoNow } from '../../record/record';
import { textHash } from '../../record/textHash';
import type { ActiveRun } from '../activeRun';
import { noteWork } from '../spans/stepSpans';
import type { StepRun } from '../stepRun';
import { approvedPreviews } from './autoGrants';
import { inputsOf } from './prepare';
import type { Prepared } from './prepared';
import { stillHolds } from './stillHolds';

/**
 * Starts a step and uses up the consent it has. What somebody consented to starts when nobody decides about it, and is on
 * record before somebody does; answers false, and nothing has happened, when the consent or what it is about holds no more.
 */
export async function startStep(
  run: ActiveRun,
  stepRun: StepRun,
  prepared: Prepared,
  approval: ApprovalRow | null,
): Promise<boolean> {
  if (approval === null && prepared.previews.length === 0) {
    start(run, stepRun, prepared, approval);
    return true;
  }
  return await whenNobodyDecides(run.row.session_id, async () => {
    if (!(await stillHolds(run, approval, prepared.previews))) {
      return false;
    }
    if (approval === null) {
      run.add(...approvedPreviews(prepared.previews));
    }
    start(run, stepRun, prepared, approval);
    await run.flush();
    return true;
  });
}

function start(run: ActiveRun, stepRun: StepRun, prepared: Prepared, approval: ApprovalRow | null): void {
  const now = isoNow(run.context);
  const inputs = canonicalJson(inputsOf(prepared.calls));
  run.moveStep(stepRun, 'running', {
    started_at: now,
    attempts: stepRun.row.attempts + 1,
    input_sha: textHash(run.context, inputs),
  });
  stepRun.mustAsk = false;
  stepRun.staleCause = null;
  stepRun.isQueued = false;
  if (approval) {
    run.add({
      op: 'transition',
      table: 'approvals',
      key: { id: approval.id },
      from: ['granted'],
      to: 'consumed',
      set: { consumed_at: now },
    });
  }
  noteWork(run, stepRun, prepared, inputs);
  run.record({
    type: 'step.started',
    summary: `step ${prepared.step.id} started`,
    payload: { tool: prepared.tool.name, approval_id: approval?.id ?? null },
    step_id: prepared.step.id,
    span_id: stepRun.span?.id ?? null,
  });
}
