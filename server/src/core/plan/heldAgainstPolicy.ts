import type { Plan } from '#protocol/plan';
import type { EffectivePolicy, PolicyLayer, Profile } from '#protocol/policy';
import type { Problem } from '#protocol/problem';
import { foldLayers } from '../policy/foldLayers';
import type { Position } from './document/positions';
import { sessionProfile } from './sessionProfile';

/** What about a plan's text its policy needs: where that stands which a pointer into `plan/1` names. */
export interface PlacedPlan {
  originOf(pointer: string): string;
  lineOf(pointer: string): Position;
}

/** The policy of the plan as a whole, and what it or its steps may not ask for, each with its line. */
export function heldAgainstPolicy(
  plan: Plan,
  text: PlacedPlan,
  layers: readonly PolicyLayer[],
  session: Profile,
): { readonly policy: EffectivePolicy; readonly problems: readonly Problem[] } {
  const profile = sessionProfile(session, plan.profile);
  const planLayer: PolicyLayer = { name: 'plan', file: 'plan', settings: plan.policy, lines: {} };
  const own = foldLayers([...layers, planLayer], profile);
  const ofSteps = plan.steps.flatMap((step, index) => {
    if (step.policy === null) return [];
    const stepLayer: PolicyLayer = { name: 'step', file: step.id, settings: step.policy, lines: {} };
    const found = foldLayers([...layers, planLayer, stepLayer], profile).problems.slice(own.problems.length);
    return found.map((problem) => placed(problem, `/steps/${index}/policy`, text));
  });
  return {
    policy: own.policy,
    problems: [...own.problems.map((problem) => placed(problem, '/policy', text)), ...ofSteps],
  };
}

/** A problem of a part of a plan at its place in the text. */
export function placed(problem: Problem, prefix: string, text: PlacedPlan): Problem {
  const path = `${prefix}${problem.path}`;
  return { ...problem, path: text.originOf(path), ...text.lineOf(path) };
}
