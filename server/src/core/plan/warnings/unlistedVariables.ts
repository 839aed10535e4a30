import type { Plan } from '#protocol/plan';
import type { Problem } from '#protocol/problem';
import { type ReferenceNote, type ReferenceUse, referenceUses } from '../semantics/referenceUses';

/** Every `${env.N}` of a plan that `env_allow` does not list (FLOW-28); the place in the text is not known here. */
export function unlistedVariables(plan: Plan, envAllow: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  plan.steps.forEach((step, index) => {
    for (const use of referenceUses(step)) {
      if (!isUnlisted(use, envAllow)) continue;
      const message = unlistedText(String(use.reference.path[0]));
      const path = `/steps/${index}${use.pointer}`;
      problems.push({ code: 'BAD_REFERENCE', path, line: 0, column: 0, message });
    }
  });
  return problems;
}

/** What is said of a variable that `env_allow` does not list. */
export function unlistedText(name: string): string {
  return `The environment variable '${name}' is not in permissions.env_allow.`;
}

function isUnlisted(use: ReferenceUse | ReferenceNote, envAllow: readonly string[]): use is ReferenceUse {
  if (!('reference' in use) || use.place !== 'text' || use.pointer.startsWith('/loop')) return false;
  return use.reference.root === 'env' && !envAllow.includes(String(use.reference.path[0]));
}
