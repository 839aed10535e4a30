import type { SessionView } from '#protocol/methods/sessions';
import type { PlanRow, RunRow, SessionRow } from '#protocol/rows';

/** What decides a session's status: its newest plan version and its newest run. */
export interface SessionFacts {
  readonly session: SessionRow;
  readonly newestPlan: PlanRow | undefined;
  readonly newestRun: RunRow | undefined;
  /** Version of the plan that the newest run carried out. */
  readonly runVersion: number | undefined;
}

const live: readonly string[] = ['queued', 'preparing', 'running', 'paused', 'interrupted'];

/** Computes the status of a session (§1.4): never stored, so that it cannot disagree with plans and runs. */
export function sessionStatus(facts: SessionFacts): SessionView['status'] {
  const { session, newestPlan, newestRun } = facts;
  if (session.status === 'cancelled') {
    return 'cancelled';
  }
  if (!newestPlan) {
    return 'pending';
  }
  if (newestRun && live.includes(newestRun.status)) {
    return 'running';
  }
  if (newestRun?.status === 'awaiting_approval') {
    return 'awaiting_step_approval';
  }
  if (newestPlan.status !== 'approved') {
    return 'awaiting_plan_approval';
  }
  return endedStatus(facts);
}

/** Whether the last run failed or was denied and no newer version has been approved since. */
export function needsReplan({ newestPlan, newestRun, runVersion }: SessionFacts): boolean {
  if (newestRun?.status !== 'failed' && newestRun?.status !== 'denied') {
    return false;
  }
  const isNewerApproved =
    newestPlan?.status === 'approved' && runVersion !== undefined && newestPlan.version > runVersion;
  return !isNewerApproved;
}

function endedStatus({ newestPlan, newestRun, runVersion }: SessionFacts): SessionView['status'] {
  const isOfNewest = runVersion === undefined || newestPlan === undefined || runVersion >= newestPlan.version;
  if (!newestRun || !isOfNewest) {
    return 'awaiting_step_approval';
  }
  const { status } = newestRun;
  return status === 'succeeded' || status === 'failed' || status === 'denied'
    ? status
    : 'awaiting_step_approval';
}
