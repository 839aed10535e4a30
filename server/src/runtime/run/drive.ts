import { AppError } from '#protocol/errors';
import { isTerminal } from '#protocol/states';
import { readiness, stranded } from '../../core/run/readiness';
import type { ActiveRun } from './activeRun';
import { finishRun } from './finish';
import { RunClock } from './runClock';
import { advanceStep } from './step';
import { skipStep } from './stepClose';
import { isWaiting, settleWaiting, waitForPeople } from './waiting';

/** Starts the loop of a run unless it is at work already, else wakes it. Answers when the loop rests. */
export function kick(run: ActiveRun): Promise<void> {
  if (run.driving) {
    run.wake();
    return run.driving;
  }
  run.driving = drive(run).finally(() => {
    run.driving = null;
  });
  return run.driving;
}

/**
 * Carries a run forward until it has ended, or rests: because people must decide (it goes on waiting for them),
 * or because under manual stepping nobody asked for the next step.
 */
async function drive(run: ActiveRun): Promise<void> {
  const working = new Map<string, Promise<void>>();
  const clock = new RunClock(run);
  for (;;) {
    await settleWaiting(run);
    await lookAtPolicy(run);
    clock.check();
    skipHopeless(run);
    const startable = run.isHalting || run.isPaused ? [] : nextSteps(run, working);
    if (startable.length > 0 && run.row.status === 'awaiting_approval') {
      run.moveRun('running');
    }
    for (const id of startable) {
      working.set(id, begin(run, id, working));
    }
    if (working.size > 0) {
      await Promise.race([...working.values(), run.woken(), clock.expiry()]);
      continue;
    }
    if (isOver(run)) {
      break;
    }
    if (run.isPaused || isWaiting(run)) {
      await run.flush();
      await waitForPeople(run);
    } else if (run.row.stepping === 'manual') {
      await run.flush();
      clock.stop();
      return;
    } else if (!giveUpStranded(run)) {
      break;
    }
  }
  clock.stop();
  await finishRun(run);
}

/** A policy file that became malformed while the run was under way: nothing more runs. */
async function lookAtPolicy(run: ActiveRun): Promise<void> {
  try {
    await run.refreshPolicy();
  } catch (error) {
    if (!(error instanceof AppError)) {
      throw error;
    }
    run.fail({ code: 'deny', message: error.message, stepId: null, errorClass: 'policy' });
  }
}

async function begin(run: ActiveRun, id: string, working: Map<string, Promise<void>>): Promise<void> {
  try {
    if (isBeyondLimit(run)) {
      return;
    }
    await advanceStep(run, id);
  } finally {
    working.delete(id);
    run.requested.delete(id);
  }
}

/** Bounds how many step visits one run may begin. */
function isBeyondLimit(run: ActiveRun): boolean {
  const max = run.policy.limits.max_steps;
  const visits = [...run.steps.values()].reduce((sum, { row }) => sum + (row.status === 'pending' ? row.visit - 1 : row.visit), 0);
  if (visits < max + 1) {
    return false;
  }
  run.fail({ code: 'max_steps_reached', message: `max_steps_reached: ${max}`, stepId: null, errorClass: 'policy' });
  return true;
}

function nextSteps(run: ActiveRun, working: ReadonlyMap<string, unknown>): string[] {
  const limit = run.policy.limits.max_concurrency;
  const { ready } = readiness(run.plan, run.starts, run.states());
  return ready
    .filter((id) => !working.has(id) && (run.row.stepping === 'auto' || run.requested.has(id)))
    .slice(0, Math.max(0, limit - working.size));
}

function isOver(run: ActiveRun): boolean {
  if (run.isHalting) {
    return true;
  }
  return run.plan.steps.every(({ id }) => {
    const step = run.steps.get(id);
    return step !== undefined && isTerminal('step', step.row.status);
  });
}

function skipHopeless(run: ActiveRun): void {
  for (;;) {
    const { skip } = readiness(run.plan, run.starts, run.states());
    if (skip.length === 0 || run.isHalting) {
      return;
    }
    for (const { id, reason } of skip) {
      skipStep(run, id, reason);
    }
  }
}

/** Steps behind a failure that was handled elsewhere and never came back to them. */
function giveUpStranded(run: ActiveRun): boolean {
  const ids = stranded(run.plan, run.states());
  for (const id of ids) {
    skipStep(run, id, run.starts.has(id) ? 'dependency_failed' : 'not_routed');
  }
  return ids.length > 0;
}
