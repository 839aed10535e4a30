import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { Plan } from '#protocol/plan';
import { checkInputs } from '../../../core/plan/checkInputs';
import { parsePlan } from '../../../core/plan/parsePlan';
import { bodyOf, CommandFailure, problemText } from '../../failure';
import type { Messages } from '../../terminal/messages';
import { knownTools } from '../../work/knownTools';
import type { PlanFile } from '../../work/readPlanFile';

/** Refuses a plan with mistakes, and inputs that it does not take, before a session exists; the plan otherwise. */
export function checkPlanFile(file: PlanFile, inputs: JsonObject, messages: Messages): Plan {
  const { plan, problems } = parsePlan(file.text, { fileName: file.name, tools: knownTools });
  if (plan === null) {
    const lines = problems.map((problem) => problemText(problem, messages.told, file.name));
    const error = new AppError('PLAN_INVALID', `${file.name} has errors:`, { errors: problems });
    throw new CommandFailure([messages.told(error.message), ...lines].join('\n'), 2, bodyOf(error));
  }
  const checked = checkInputs(plan.inputs, inputs);
  if (checked.problems.length > 0) {
    const text = checked.problems.map(({ path, message }) => `${path || '/'}: ${message}`).join('; ');
    throw new AppError('INPUT_INVALID', `the inputs do not fit the plan: ${text}`, {
      errors: checked.problems,
    });
  }
  return plan;
}
