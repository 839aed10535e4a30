import type { ApprovalRow } from '#protocol/rows';
import { expireDue } from '../approvals/approvalExpiry';
import { approvalById } from '../approvals/approvalRequests';
import { openApprovals } from '../approvals/openApprovals';
import type { ActiveRun } from './activeRun';
import { denyStep, rejectedMessage } from './step/stepClose';
import type { StepRun } from './stepRun';

/** Whether any step waits for people. */
export function isWaiting(run: ActiveRun): boolean {
  return run.board.waiting.size > 0;
}

/** Brings waiting steps up to date with what was decided: granted or changed ones become ready, rejected ones denied. */
export async function settleWaiting(run: ActiveRun): Promise<void> {
  for (const id of atRest(run)) {
    const stepRun = run.steps.get(id);
    if (stepRun && stepRun.approvalId !== null) {
      const approval = await currentRequest(run, stepRun.approvalId);
      if (isStillWaiting(run, stepRun)) {
        stepRun.approvalId = approval.id;
        settle(run, id, stepRun, approval);
      }
    }
  }
  if (run.row.status === 'awaiting_approval' && (!isWaiting(run) || run.isHalting)) {
    leaveWaiting(run);
  }
}

/** Lets every step whose request has expired ask again. */
export async function askAgain(run: ActiveRun): Promise<void> {
  for (const id of atRest(run)) {
    const stepRun = run.steps.get(id);
    if (stepRun && stepRun.approvalId !== null) {
      const { status } = await currentRequest(run, stepRun.approvalId);
      if (status === 'expired' && isStillWaiting(run, stepRun)) {
        run.moveStep(stepRun, 'ready');
      }
    }
  }
}

/** Rests until somebody decides, the run is told something, or the next request expires. */
export async function waitForPeople(run: ActiveRun): Promise<void> {
  if (run.row.status === 'running' && isWaiting(run) && !run.isPaused) {
    run.moveRun('awaiting_approval');
    await run.flush();
  }
  const { clock } = run.context.ports;
  const startedMs = clock.now();
  const timer = new AbortController();
  const expiry = await nextExpiry(run);
  const sleeping =
    expiry === null
      ? new Promise<void>(() => undefined)
      : clock.sleep(Math.max(1, expiry - startedMs), timer.signal).catch(() => undefined);
  await Promise.race([run.woken(), sleeping]);
  timer.abort();
  run.waitedMs += clock.now() - startedMs;
  await expireDue(run.context);
}

/** The steps whose requests are in the queue: one that is about to ask waits already, but nobody was told yet. */
function atRest(run: ActiveRun): string[] {
  return [...run.board.waiting].filter((id) => !run.working.has(id));
}

/** A step's request, or the newer one that somebody made when that had expired. */
async function currentRequest(run: ActiveRun, approvalId: string): Promise<ApprovalRow> {
  const known = await approvalById(run.context, approvalId);
  if (known.status !== 'expired') {
    return known;
  }
  const { items } = await run.context.ports.store.list('approvals', {
    where: { run_id: run.row.id, subject_id: known.subject_id },
    order: [{ by: 'created_at', desc: true }],
    limit: 1,
  });
  return items[0] ?? known;
}

/** Whether nobody moved the visit while its request was read. */
function isStillWaiting(run: ActiveRun, stepRun: StepRun): boolean {
  const { step_id, status } = stepRun.row;
  return status === 'awaiting_approval' && run.steps.get(step_id) === stepRun;
}

function settle(run: ActiveRun, id: string, stepRun: StepRun, approval: ApprovalRow): void {
  if (approval.status === 'rejected') {
    const message = rejectedMessage(approval.actor, approval.reason);
    denyStep(run, run.step(id), stepRun, 'APPROVAL_REJECTED', message, 'approval_rejected');
  } else if (
    approval.status === 'granted' ||
    approval.status === 'superseded' ||
    approval.status === 'revoked'
  ) {
    run.moveStep(stepRun, 'ready');
  }
}

function leaveWaiting(run: ActiveRun): void {
  const isDenied = run.failure?.code === 'deny';
  if (!isDenied && run.cancelReason === null) {
    run.moveRun('running');
  }
}

async function nextExpiry(run: ActiveRun): Promise<number | null> {
  const open = await openApprovals(run.context);
  const items = open.filter(({ run_id, status }) => run_id === run.row.id && status === 'requested');
  const times = items.flatMap(({ expires_at }) => (expires_at === null ? [] : [Date.parse(expires_at)]));
  return times.length === 0 ? null : Math.min(...times);
}
