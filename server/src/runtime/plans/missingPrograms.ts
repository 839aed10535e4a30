import type { Plan } from '#protocol/plan';
import type { Problem } from '#protocol/problem';
import type { PlacedPlan } from '../../core/plan/heldAgainstPolicy';
import { placed } from '../../core/plan/heldAgainstPolicy';
import type { ForeseenStep } from '../../core/run/blastRadius';
import type { Context } from '../context';

/** The steps whose program this machine does not have: their failure would stop the run and ask for a new version. */
export async function missingPrograms(
  context: Context,
  plan: Plan,
  steps: readonly ForeseenStep[],
  text: PlacedPlan,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { stepId, action, isCarried, isProvisional } of steps) {
    if (isCarried || isProvisional || action.executor !== 'local') continue;
    const missing = await firstMissing(context, action.facts.commands);
    if (missing === null) continue;
    const message = `Step '${stepId}' would fail: program '${missing}' was not found on this machine.`;
    const path = `/steps/${plan.steps.findIndex(({ id }) => id === stepId)}/uses`;
    problems.push(placed({ code: 'MISSING_PROGRAM', path, line: 0, column: 0, message }, '', text));
  }
  return problems;
}

/** A program with a folder in its name may be made by an earlier step; only one that is looked for can be missing. */
async function firstMissing(
  { ports }: Context,
  commands: ForeseenStep['action']['facts']['commands'],
): Promise<string | null> {
  for (const command of commands) {
    const name = 'argv' in command ? (command.argv[0] ?? '') : '';
    if (name !== '' && !/[\\/$]/.test(name) && !(await ports.processes.has(name))) return name;
  }
  return null;
}
