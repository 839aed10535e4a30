import { gotoSources } from '../graph';
import type { PlacedStep, PlanDraft } from '../shape/readPlan';
import type { StepNames } from './checkSteps';
import type { PlanReport } from './planReport';
import { type ReferenceContext, referenceFault } from './referenceFault';
import { type ReferenceUse, referenceUses } from './referenceUses';

/** Checks that every reference and condition of a step names something that will have a value when it runs. */
export function checkStepReferences(placed: PlacedStep, context: ReferenceContext, report: PlanReport): void {
  for (const found of referenceUses(placed.step)) {
    const pointer = placed.pointer + found.pointer;
    if ('message' in found) report(found.code, pointer, found.message, found.offset);
    else {
      const fault = faultOf(found, placed, context);
      if (fault !== null) report('BAD_REFERENCE', pointer, fault, found.offset);
    }
  }
}

function faultOf(
  { reference, place }: ReferenceUse,
  { step }: PlacedStep,
  context: ReferenceContext,
): string | null {
  if (place !== 'text' && reference.root === 'secrets') return 'Secrets take no part in conditions.';
  return referenceFault(reference, step, context, place === 'while');
}

/** What references of a plan are held against. Only `needs` and gotos make parents: a reference does not. */
export function referenceContext(
  { plan }: PlanDraft,
  { ids }: StepNames,
  envAllow: readonly string[] | null,
): ReferenceContext {
  const sources = gotoSources(plan);
  return {
    plan,
    stepOf: (id) => ids.get(id)?.step,
    names: () => [...ids.keys()],
    parentsOf: (id) => [...(ids.get(id)?.step.needs ?? []), ...(sources.get(id) ?? [])],
    envAllow,
  };
}
