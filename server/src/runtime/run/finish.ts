import type { EndCode } from '#protocol/rows';
import { isTerminal } from '#protocol/states';
import { supersede } from '../approvals/approvalExpiry';
import { systemOrigin } from '../approvals/approvalRequests';
import { isoNow } from '../record/record';
import type { ActiveRun } from './activeRun';
import { skipStep } from './step/stepClose';
import { runChecks } from './step/verify';

/** Ends a run: done conditions, open steps and requests closed, status, reason, root span. */
export async function finishRun(run: ActiveRun): Promise<void> {
  run.isEnding = true;
  if (!run.failure && run.cancelReason === null) {
    await checkDone(run);
  }
  closeSteps(run);
  const end = ending(run);
  await closeRequests(run, end);
  recordEnd(run, end);
  await run.flush();
}

/** What is still open is skipped; the step at which a limit or a person halted the run is marked, if none has failed. */
function closeSteps(run: ActiveRun): void {
  const halted = run.haltedAt ?? waitedFor(run);
  for (const { id } of run.plan.steps) {
    const stepRun = run.steps.get(id);
    if (!stepRun || !isTerminal('step', stepRun.row.status)) {
      skipStep(run, id, 'run_ended', id === halted ? 1 : 0);
    } else if (run.failure?.code === 'max_visits_reached' && run.failure.stepId === id) {
      const { run_id, step_id, visit } = stepRun.row;
      run.add({ op: 'update', table: 'step_runs', key: { run_id, step_id, visit }, set: { stopped: 1 } });
    }
  }
}

/** The step that people were asked about when the run was halted. */
function waitedFor({ plan, steps }: ActiveRun): string | undefined {
  const isHalted = [...steps.values()].some(({ row }) => haltedStatuses.includes(row.status));
  return isHalted
    ? undefined
    : plan.steps.find(({ id }) => steps.get(id)?.row.status === 'awaiting_approval')?.id;
}

const haltedStatuses: readonly string[] = ['failed', 'timed_out', 'cancelled', 'denied'];

function isAsking({ row }: ActiveRun): boolean {
  return row.status === 'awaiting_approval';
}

interface Ending {
  readonly status: 'succeeded' | 'failed' | 'denied' | 'cancelled';
  readonly code: EndCode;
  readonly message: string;
}

function recordEnd(run: ActiveRun, { status, code, message }: Ending): void {
  const { clock } = run.context.ports;
  if (run.row.status === 'paused' ? status !== 'cancelled' : isAsking(run) && status === 'failed') {
    run.moveRun('running');
  }
  const end_message = run.context.redactor.text(message).text;
  run.moveRun(status, { end_code: code, end_message, ended_at: isoNow(run.context) });
  const duration_ms = clock.now() - Date.parse(run.row.started_at ?? run.row.created_at);
  const active_ms = duration_ms - run.waitedMs;
  run.record({
    type: 'run.ended',
    level: status === 'cancelled' ? 'warning' : 'info',
    summary: `run ${status}: ${message}`,
    payload: { status, end_code: code, failed_step_id: run.failure?.stepId ?? null, duration_ms, active_ms },
    span_id: run.root.id,
  });
  const isGood = status === 'succeeded';
  run.add(
    run.root.closed({
      status: isGood ? 'OK' : 'ERROR',
      error: isGood ? null : message,
      timeout: code === 'timeout',
      attributes: {
        'cicd.pipeline.run.state': 'finalizing',
        'cicd.pipeline.result': resultWords[status],
        active_ms,
        ...(code === 'timeout' ? { timeout: true } : {}),
        ...failureAttributes(run, message),
      },
    }),
  );
}

const resultWords = {
  succeeded: 'success',
  cancelled: 'cancellation',
  denied: 'error',
  failed: 'failure',
} as const;

function failureAttributes({ failure }: ActiveRun, message: string) {
  return failure
    ? {
        failure_summary: message,
        failure_type: failure.errorClass,
        failed_node: failure.stepId,
        'error.type': failure.errorClass,
      }
    : {};
}

async function checkDone(run: ActiveRun): Promise<void> {
  const failed = await runChecks(run, 'plan', run.plan.checks, { output: null, exitCode: null });
  if (failed.length > 0) {
    const text = failed.map(({ name, details }) => `${name}: ${details}`).join('; ');
    run.failure = {
      code: 'check_failed',
      message: `done condition failed: ${text}`,
      stepId: null,
      errorClass: 'check',
    };
  }
}

/** Nobody need answer any more; what was granted and not used stays for a new plan version that changes nothing of it. */
async function closeRequests(run: ActiveRun, { status }: Ending): Promise<void> {
  const isRepeatable = status === 'failed' || status === 'denied';
  const { items } = await run.context.ports.store.list('approvals', {
    where: {
      run_id: run.row.id,
      status: isRepeatable ? ['requested'] : ['requested', 'granted'],
      subject_type: ['step', 'preview'],
    },
    limit: null,
  });
  for (const row of items) {
    await supersede(run.context, row, systemOrigin(row));
  }
}

function ending(run: ActiveRun): Ending {
  if (run.cancelReason !== null) {
    return { status: 'cancelled', code: 'cancelled', message: run.cancelReason };
  }
  if (run.failure) {
    const { code, message } = run.failure;
    return { status: code === 'deny' ? 'denied' : 'failed', code, message };
  }
  return { status: 'succeeded', code: 'done', message: 'done' };
}
