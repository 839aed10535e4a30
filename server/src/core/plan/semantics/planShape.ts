import type { Step } from '#protocol/plan';
import { gotoTargets, referencesOf } from '../graph';
import type { PlacedStep, PlanDraft } from '../shape/readPlan';

/**
 * The names of the steps that changed, between two versions of a plan, in what a check of another step may ask of
 * them: their names, outputs, and what leads where. `null` when more is different, such as places or inputs.
 */
export function changedNames(before: PlanDraft, after: PlanDraft): ReadonlySet<string> | null {
  if (before.steps.length !== after.steps.length || settingsOf(before) !== settingsOf(after)) return null;
  const changed = new Set<string>();
  for (const [index, now] of after.steps.entries()) {
    const was = before.steps[index];
    if (was === undefined || was.pointer !== now.pointer) return null;
    if (isSame(was, now)) continue;
    changed.add(was.step.id).add(now.step.id);
  }
  return changed;
}

/** Whether a step names one of these, or a step that it need not come right after. */
export function looksBeyond(step: Step, names: ReadonlySet<string>): boolean {
  const outlook = outlooks.get(step) ?? outlookOf(step);
  outlooks.set(step, outlook);
  return outlook === null || outlook.some((name) => names.has(name));
}

const outlooks = new WeakMap<Step, readonly string[] | null>();

/** The names in a step; `null` when one of them is not among its needs. */
function outlookOf(step: Step): readonly string[] | null {
  const { id, needs } = step;
  const isNear = stepsNamed(step).every((name) => name === id || needs.includes(name));
  return isNear ? [id, ...needs, ...gotoTargets(step)] : null;
}

function isSame(was: PlacedStep, now: PlacedStep): boolean {
  if (was.step === now.step) return true;
  return was.onErrorPointer === now.onErrorPointer && shapeOf(was.step) === shapeOf(now.step);
}

function shapeOf(step: Step): string {
  const { id, needs, outputs } = step;
  return JSON.stringify([id, needs, Object.keys(outputs), gotoTargets(step), stepsNamed(step)]);
}

function stepsNamed(step: Step): readonly string[] {
  return referencesOf(step).flatMap(({ root, path }) =>
    root === 'steps' || root === 'joins' ? [String(path[0])] : [],
  );
}

function settingsOf({ plan }: PlanDraft): string {
  const { limits, reliability } = plan.policy;
  return JSON.stringify([plan.inputs, limits?.max_steps, reliability?.on_error]);
}
