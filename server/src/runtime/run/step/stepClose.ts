import type { ErrorCode } from '#protocol/errors';
import type { Step } from '#protocol/plan';
import type { SkipReason } from '../../../core/run/readiness';
import { isoNow } from '../../record/record';
import type { ActiveRun } from '../activeRun';
import { type StepRun, stepRunOf } from '../stepRun';
import { newStepRun } from '../visits';

/** Marks a step as skipped, with why; as stopped too where the run halted at it. */
export function skipStep(run: ActiveRun, id: string, reason: SkipReason, stopped: 0 | 1 = 0): void {
  let stepRun = run.steps.get(id);
  if (!stepRun) {
    const row = newStepRun(run, id, 1);
    run.add({ op: 'insert', table: 'step_runs', row });
    stepRun = stepRunOf(row);
    run.enter(stepRun);
  }
  stepRun.skipReason = reason;
  run.moveStep(stepRun, 'skipped', { error_code: reason, stopped, ended_at: isoNow(run.context) });
  run.record({
    type: 'step.skipped',
    summary: `step ${id} skipped: ${reason}`,
    payload: { reason },
    step_id: id,
  });
  if (stepRun.span) {
    run.add(stepRun.span.closed({ status: 'OK', attributes: { 'cicd.pipeline.task.run.result': 'skip' } }));
    stepRun.span = null;
  }
}

/** Ends a step by a refusal; the run ends denied unless its policy says to go on without the step. */
export function denyStep(
  run: ActiveRun,
  step: Step,
  stepRun: StepRun,
  code: ErrorCode,
  message: string,
  reason: string,
): void {
  const goesOn = !run.policy.permissions.stop_on_deny;
  run.moveStep(stepRun, 'denied', {
    error_code: code,
    error_message: run.context.redactor.text(message).text,
    stopped: goesOn ? 0 : 1,
    ended_at: isoNow(run.context),
  });
  if (stepRun.span) {
    run.add(
      stepRun.span.closed({
        status: 'ERROR',
        error: message,
        attributes: {
          failure_summary: message,
          failure_type: 'policy',
          failed_node: step.id,
          'error.type': 'policy',
          'cicd.pipeline.task.run.result': 'error',
          'holdpoint.deny.reason': reason,
        },
      }),
    );
  }
  if (!goesOn) {
    run.fail({ code: 'deny', message, stepId: step.id, errorClass: 'policy' });
    run.abort.abort();
  }
}

/** What is said of a step that a person rejected. */
export function rejectedMessage(actor: string | null, reason: string | null): string {
  return `rejected by ${actor}: ${reason ?? ''}`;
}
