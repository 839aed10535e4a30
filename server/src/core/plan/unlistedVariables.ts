import type { JsonObject } from '#protocol/json';
import type { Plan } from '#protocol/plan';
import type { Problem } from '#protocol/problem';
import { referencesIn } from '../expression/references';

/** Every `${env.N}` of a plan that `env_allow` does not list (FLOW-28); the place in the text is not known here. */
export function unlistedVariables(plan: Plan, envAllow: readonly string[]): Problem[] {
  return plan.steps.flatMap((step, index) => {
    const inputs = { with: step.with, commands: step.commands } as unknown as JsonObject;
    return referencesIn(inputs)
      .filter(({ root, path }) => root === 'env' && !envAllow.includes(String(path[0])))
      .map(({ path, pointer }) => ({
        code: 'BAD_REFERENCE' as const,
        path: `/steps/${index}${pointer}`,
        line: 0,
        column: 0,
        message: `The environment variable '${String(path[0])}' is not in permissions.env_allow.`,
      }));
  });
}
