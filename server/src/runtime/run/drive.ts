import { isTerminal } from '#protocol/states';
import { stranded } from '../../core/run/readiness';
import type { ActiveRun } from './activeRun';
import { finishRun } from './finish';
import { comeBackToLoops } from './loops';
import { RunClock } from './runClock';
import { advanceStep } from './step/step';
import { skipStep } from './step/stepClose';
import { isWaiting, settleWaiting, waitForPeople } from './waiting';

/** Starts the loop of a run unless it is at work already, else wakes it; one that has ended stays so. Answers when the loop rests. */
export function kick(run: ActiveRun): Promise<void> {
  if (run.driving !== null) {
    run.wake();
    return run.driving;
  }
  if (run.row.ended_at !== null) {
    return Promise.resolve();
  }
  const driving = drive(run).finally(() => {
    if (run.driving === driving) {
      run.driving = null;
    }
  });
  run.driving = driving;
  return driving;
}

/**
 * Carries a run forward until it has ended, or rests: because people must decide (it goes on waiting for them),
 * or because under manual stepping nobody asked for the next step.
 */
async function drive(run: ActiveRun): Promise<void> {
  const clock = new RunClock(run);
  run.startOver();
  let isOpen = true;
  while (isOpen) {
    run.lookAround();
    await settleWaiting(run);
    clock.check();
    skipHopeless(run);
    comeBackToLoops(run);
    startReady(run);
    if (run.working.size > 0) {
      clock.arm();
      await Promise.race([...run.working.values(), run.woken()]);
      continue;
    }
    clock.stop();
    if (isOver(run)) {
      isOpen = false;
    } else if ((await rests(run)) && !run.isWoken) {
      // In one go with the last look, so that whoever asks next starts a new loop.
      run.driving = null;
      return;
    }
  }
  await finishRun(run);
}

function startReady(run: ActiveRun): void {
  const startable = run.isHalting || run.isPaused ? [] : nextSteps(run);
  if (startable.length > 0 && run.row.status === 'awaiting_approval') {
    run.moveRun('running');
  }
  for (const id of startable) {
    const work = begin(run, id).finally(() => {
      run.working.delete(id);
      run.requested.delete(id);
    });
    run.working.set(id, work);
  }
}

/** With nothing at work: waits for people, or answers true when only somebody's request carries the run on. */
async function rests(run: ActiveRun): Promise<boolean> {
  if (run.isPaused || isWaiting(run)) {
    await run.flush();
    await waitForPeople(run);
    return false;
  }
  if (run.row.stepping === 'manual') {
    await run.flush();
    return true;
  }
  giveUpStranded(run);
  return false;
}

async function begin(run: ActiveRun, id: string): Promise<void> {
  if (!isBeyondLimit(run, id)) {
    await advanceStep(run, id);
  }
}

/** Bounds how many step visits one run may begin; results taken over from an earlier run do not count. */
function isBeyondLimit(run: ActiveRun, id: string): boolean {
  const max = run.policy.limits.max_steps;
  const isNew = (run.steps.get(id)?.row.status ?? 'pending') === 'pending';
  if (run.board.begunCount + (isNew ? 1 : 0) <= max) {
    return false;
  }
  run.haltedAt ??= id;
  run.fail({
    code: 'max_steps_reached',
    message: `max_steps_reached: ${max}`,
    stepId: null,
    errorClass: 'policy',
  });
  return true;
}

function nextSteps(run: ActiveRun): string[] {
  const { working } = run;
  const limit = run.policy.limits.max_concurrency;
  const { ready } = run.board.look();
  return ready
    .filter((id) => !working.has(id) && (run.row.stepping === 'auto' || run.requested.has(id)))
    .slice(0, Math.max(0, limit - working.size));
}

function isOver(run: ActiveRun): boolean {
  if (run.isHalting || run.isPaused) {
    return run.isHalting;
  }
  return run.plan.steps.every(({ id }) => {
    const step = run.steps.get(id);
    return step !== undefined && isTerminal('step', step.row.status);
  });
}

function skipHopeless(run: ActiveRun): void {
  for (;;) {
    const { skip } = run.board.look();
    if (skip.length === 0 || run.isHalting) {
      return;
    }
    for (const { id, reason } of skip) {
      skipStep(run, id, reason);
    }
  }
}

/** Steps behind a failure that was handled elsewhere and never came back to them, and steps nobody led to. */
function giveUpStranded(run: ActiveRun): void {
  for (const id of stranded(run.plan, run.steps)) {
    skipStep(run, id, run.starts.has(id) ? 'dependency_failed' : 'not_routed');
  }
}
