import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#protocol/errors';
import type { ApprovalView } from '#protocol/methods/approvals';
import type { RunView } from '#protocol/methods/runs';
import type { Door } from '../door/door';
import type { PlanFile } from '../work/readPlanFile';
import { type Settlement, settleApproval } from './gate/settleApproval';
import { Interrupted, type Journey } from './journey';

/** Where following a run came to its end. */
export type Followed =
  | { readonly kind: 'ended'; readonly run: RunView }
  | { readonly kind: 'edited'; readonly run: RunView; readonly file: PlanFile }
  | { readonly kind: 'left'; readonly run: RunView; readonly pending: readonly ApprovalView[] };

const terminal: readonly RunView['status'][] = ['succeeded', 'failed', 'denied', 'cancelled'];

/** Follows a run to its end, asking at each hold point; without a person it leaves at the first. */
export async function followRun(
  journey: Journey,
  run_id: string,
  file: PlanFile | undefined,
): Promise<Followed> {
  journey.watch(run_id);
  for (;;) {
    const run = await journey.door.request('run/wait', { run_id, timeout_ms: 30_000 });
    if (terminal.includes(run.status)) {
      return { kind: 'ended', run };
    }
    const stop = await atRest(journey, run, file);
    if (stop !== undefined) {
      return stop;
    }
  }
}

/** What to do about a run that is not over: ask, leave, or wait for somebody else. */
async function atRest(
  journey: Journey,
  run: RunView,
  file: PlanFile | undefined,
): Promise<Followed | undefined> {
  if (journey.isInterrupted) {
    await journey.whenCancelled();
    return undefined;
  }
  if (run.status === 'interrupted') {
    const { run_id, trace_id } = run;
    const text = `run ${run_id} is interrupted; resume it with: holdpoint run --resume ${trace_id}`;
    throw new AppError('STATE_CONFLICT', text, { run_id, trace_id });
  }
  if (run.status !== 'awaiting_approval') {
    await (run.status === 'paused' ? change(journey.door) : undefined);
    return undefined;
  }
  const pending = await pendingOf(journey.door, run.run_id);
  const mine = pending.find(({ approval_id }) => !journey.decided.has(approval_id));
  if (mine === undefined) {
    journey.sayWaiting(pending.length > 0);
    await change(journey.door);
    return undefined;
  }
  if (!journey.call.terminal.isInteractive) {
    return { kind: 'left', run, pending };
  }
  const settlement = await settledOrInterrupted(journey, mine, file);
  switch (settlement.kind) {
    case 'decided':
      return undefined;
    case 'edited':
      return { kind: 'edited', run, file: settlement.file };
    case 'left':
      return { kind: 'left', run, pending };
  }
}

async function settledOrInterrupted(
  journey: Journey,
  approval: ApprovalView,
  file: PlanFile | undefined,
): Promise<Settlement> {
  try {
    return await journey.quietDuring(() => settleApproval(journey, approval, file));
  } catch (error) {
    if (error instanceof Interrupted) {
      return { kind: 'decided' };
    }
    throw error;
  }
}

async function pendingOf(door: Door, run_id: string): Promise<readonly ApprovalView[]> {
  return (await door.request('approval/list', { run_id, state: 'requested', limit: 500 })).items;
}

/** The next change of a run or of the queue; at the latest a quarter of a second, should its notice be lost. */
async function change(door: Door): Promise<void> {
  const done = new AbortController();
  const offs = [door.on('run/changed', () => done.abort()), door.on('approval/changed', () => done.abort())];
  await delay(250, undefined, { signal: done.signal }).catch(() => undefined);
  for (const off of offs) {
    off();
  }
}
