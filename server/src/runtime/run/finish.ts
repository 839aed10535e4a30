import { isTerminal } from '#protocol/states';
import type { EndCode, RunRow } from '#protocol/rows';
import { isoNow } from '../record';
import { systemOrigin, voidApproval } from '../approvals';
import type { ActiveRun } from './activeRun';
import { skipStep } from './stepClose';
import { runChecks } from './verify';

/** Ends a run: done conditions, open steps and requests closed, status, reason, root span. */
export async function finishRun(run: ActiveRun): Promise<void> {
  if (!run.failure && run.cancelReason === null) {
    await checkDone(run);
  }
  for (const step of run.plan.steps) {
    const stepRun = run.steps.get(step.id);
    if (!stepRun || !isTerminal('step', stepRun.row.status)) {
      skipStep(run, step.id, 'run_ended');
    }
  }
  await closeRequests(run);
  const { status, code, message } = ending(run);
  const now = isoNow(run.context);
  if (run.row.status === 'awaiting_approval' && status === 'failed') {
    run.moveRun('running');
  }
  run.moveRun(status, { end_code: code, end_message: run.context.redactor.text(message).text, ended_at: now });
  const duration = run.context.ports.clock.now() - Date.parse(run.row.started_at ?? run.row.created_at);
  run.record({
    type: 'run.ended',
    level: status === 'succeeded' ? 'info' : status === 'cancelled' ? 'warning' : 'info',
    summary: `run ${status}: ${message}`,
    payload: { status, end_code: code, failed_step_id: run.failure?.stepId ?? null, duration_ms: duration, active_ms: duration - run.waitedMs },
    span_id: run.root.id,
  });
  run.add(
    run.root.closed({
      status: status === 'succeeded' ? 'OK' : 'ERROR',
      error: status === 'succeeded' ? null : message,
      timeout: code === 'timeout',
      attributes: {
        'cicd.pipeline.result': resultWord(status),
        active_ms: duration - run.waitedMs,
        ...(run.failure ? { failure_summary: message, failure_type: run.failure.errorClass, failed_node: run.failure.stepId } : {}),
      },
    }),
  );
  await run.flush();
}

async function checkDone(run: ActiveRun): Promise<void> {
  const failed = await runChecks(run, 'plan', run.plan.checks, { output: null, exitCode: null });
  if (failed.length > 0) {
    const text = failed.map(({ name, details }) => `${name}: ${details}`).join('; ');
    run.failure = { code: 'check_failed', message: `done condition failed: ${text}`, stepId: null, errorClass: 'check' };
  }
}

async function closeRequests(run: ActiveRun): Promise<void> {
  const { items } = await run.context.ports.store.list('approvals', {
    where: { run_id: run.row.id, status: ['requested', 'granted'], subject_type: ['step', 'preview'] },
    limit: null,
  });
  for (const row of items) {
    await voidApproval(run.context, row, 'superseded', systemOrigin(row));
  }
}

function ending(run: ActiveRun): { status: RunRow['status']; code: EndCode; message: string } {
  if (run.cancelReason !== null) {
    return { status: 'cancelled', code: 'cancelled', message: run.cancelReason };
  }
  if (run.failure) {
    const { code, message } = run.failure;
    return { status: code === 'deny' ? 'denied' : 'failed', code, message };
  }
  return { status: 'succeeded', code: 'done', message: 'done' };
}

function resultWord(status: RunRow['status']): string {
  switch (status) {
    case 'succeeded':
      return 'success';
    case 'cancelled':
      return 'cancellation';
    case 'denied':
      return 'error';
    default:
      return 'failure';
  }
}
