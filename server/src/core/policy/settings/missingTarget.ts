import type { PolicySettings } from '#protocol/policy';
import type { Problem } from '#protocol/problem';
import { nearestName } from './nearestName';

/** What is wrong when failures shall lead to a step that is not among these (FLOW-01); pointers as in `--policy`. */
export function missingTarget(
  { reliability }: Pick<PolicySettings, 'reliability'>,
  steps: readonly string[],
): Problem[] {
  const target = reliability?.on_error?.target;
  if (typeof target !== 'string' || steps.includes(target)) return [];
  const nearest = nearestName(target, steps);
  const message =
    nearest === undefined
      ? `There is no step '${target}'.`
      : `There is no step '${target}'; did you mean '${nearest}'?`;
  return [{ code: 'BAD_GOTO', path: '/on_error/target', line: 1, column: 1, message }];
}
