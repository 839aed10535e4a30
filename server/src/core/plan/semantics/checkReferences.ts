import { gotoSources } from '../graph';
import type { PlacedStep, PlanDraft } from '../shape/readPlan';
import type { PlanReport } from './planReport';
import { type ReferenceContext, referenceFault } from './referenceFault';
import { type ReferenceUse, referenceUses } from './referenceUses';

/** Checks that every reference and condition names something that will have a value when its step runs. */
export function checkReferences(
  draft: PlanDraft,
  envAllow: readonly string[] | null,
  report: PlanReport,
): void {
  const context = contextOf(draft, envAllow);
  for (const placed of draft.steps) {
    for (const found of referenceUses(placed.step)) {
      const pointer = placed.pointer + found.pointer;
      if ('message' in found) report(found.code, pointer, found.message, found.offset);
      else {
        const fault = faultOf(found, placed, context);
        if (fault !== null) report('BAD_REFERENCE', pointer, fault, found.offset);
      }
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

function contextOf(draft: PlanDraft, envAllow: readonly string[] | null): ReferenceContext {
  const { plan } = draft;
  const parents = parentsOfNeeds(draft);
  for (const [target, sources] of gotoSources(plan)) {
    for (const source of sources) parents.get(target)?.add(source);
  }
  return { plan, steps: new Map(plan.steps.map((step) => [step.id, step])), parents, envAllow };
}

/** Only `needs` count here: a reference does not make its own step a parent. */
function parentsOfNeeds(draft: PlanDraft): ReadonlyMap<string, Set<string>> {
  return new Map(draft.plan.steps.map((step) => [step.id, new Set(step.needs)]));
}
