import { isTerminal } from '#protocol/states';
import { dependants } from '../../core/plan/graph';
import type { ActiveRun } from './activeRun';
import { enterVisit } from './visits';

/** A `flow.loop` step that has items left comes back once the steps it chose, and all behind them, have ended. */
export function comeBackToLoops(run: ActiveRun): void {
  for (const id of run.loops) {
    const loop = run.steps.get(id);
    if (loop?.isLooping && loop.row.status === 'succeeded' && isRoundOver(run, loop.route ?? [])) {
      loop.isLooping = false;
      run.board.changed(loop);
      enterVisit(run, id, { maxVisits: run.policy.limits.max_visits, isQueued: true });
    }
  }
}

/** New visits for the steps that a loop chose again and for what lies behind them. */
export function reenterRouted(run: ActiveRun, route: readonly string[]): void {
  for (const id of new Set(route.flatMap((chosen) => [chosen, ...dependants(run.plan, chosen)]))) {
    const known = run.steps.get(id);
    if (known && isTerminal('step', known.row.status)) {
      enterVisit(run, id, { maxVisits: run.policy.limits.max_visits, isQueued: false });
    }
  }
}

function isRoundOver(run: ActiveRun, route: readonly string[]): boolean {
  const behind = route.flatMap((chosen) => [chosen, ...dependants(run.plan, chosen)]);
  return behind.every((id) => {
    const known = run.steps.get(id);
    return known !== undefined && isTerminal('step', known.row.status);
  });
}
