import type { Plan } from '#protocol/plan';
import type { Problem } from '#protocol/problem';

/**
 * Every place of work that a plan asks for and this version does not have: its slot, what shall prepare the slot, its
 * executors. A run refuses them before anything starts; whoever writes the plan hears of them while writing.
 */
export function missingPlaces({ workspace, executor, steps }: Plan): Problem[] {
  return [
    at('/workspace/slot', missingSlot(workspace.slot)),
    at('/workspace/recipe/setup', missingSetup(workspace)),
    at('/executor', missingExecutor(executor)),
    ...steps.map((step, index) => at(`/steps/${index}/executor`, missingExecutor(step.executor ?? 'local'))),
  ].flat();
}

/** What is said of a slot that this version does not have; null of one that it has. */
export function missingSlot(slot: string): string | null {
  if (slot === 'in_place' || slot === 'worktree') return null;
  return `slot ${slot} is not available: this version has in_place and worktree`;
}

/** What is said of a recipe whose commands nobody would run; null of any other. */
export function missingSetup({ slot, recipe }: Plan['workspace']): string | null {
  if (slot === 'in_place' || recipe.setup.length === 0) return null;
  return 'workspace.recipe.setup is not run by this version: make it the first steps of the plan';
}

/** What is said of an executor that this version does not have; null of one that it has. */
export function missingExecutor(executor: string): string | null {
  if (executor === 'local') return null;
  return `executor ${executor} is not available: this version runs local only`;
}

function at(path: string, message: string | null): Problem[] {
  return message === null ? [] : [{ code: 'MISSING_PLACE', path, line: 0, column: 0, message }];
}
