import { isTerminal } from '#protocol/states';
import { readiness, stranded } from '../../core/run/readiness';
import type { ActiveRun } from './activeRun';
import { finishRun } from './finish';
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
  for (;;) {
    await settleWaiting(run);
    skipHopeless(run);
    const startable = run.isHalting || run.isPaused ? [] : nextSteps(run, working);
    if (startable.length > 0 && run.row.status === 'awaiting_approval') {
      run.moveRun('running');
    }
    for (const id of startable) {
      working.set(id, begin(run, id, working));
    }
    if (working.size > 0) {
      await Promise.race([...working.values(), run.woken()]);
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
      return;
    } else if (!giveUpStranded(run)) {
      break;
    }
  }
  await finishRun(run);
}

async function begin(run: ActiveRun, id: string, working: Map<string, Promise<void>>): Promise<void> {
  try {
    await advanceStep(run, id);
  } finally {
    working.delete(id);
    run.requested.delete(id);
  }
}

function nextSteps(run: ActiveRun, working: ReadonlyMap<string, unknown>): string[] {
  const limit = run.plan.policy.limits?.max_concurrency ?? run.options.cli?.limits?.max_concurrency ?? 1;
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
