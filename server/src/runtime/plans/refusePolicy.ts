import { AppError } from '#protocol/errors';
import type { Plan } from '#protocol/plan';
import type { EffectivePolicy } from '#protocol/policy';
import type { Problem } from '#protocol/problem';
import { overrideMessages } from '../../core/policy/policyFromMap';
import { missingTarget } from '../../core/policy/settings/missingTarget';

/** Nothing runs, and no plan is judged, under a policy with mistakes; each is named with its line. */
export function refusePolicy(problems: readonly Problem[]): void {
  if (problems.length > 0) {
    const text = problems.map(({ line, column, message }) => `${line}:${column} ${message}`).join('; ');
    throw new AppError('POLICY_INVALID', `policy is invalid, nothing runs: ${text}`, { errors: problems });
  }
}

/** No run starts whose failures would lead to a step that its plan does not have, whichever layer says so. */
export function refuseLostGoto({ steps }: Plan, policy: EffectivePolicy): void {
  const problems = missingTarget(
    policy,
    steps.map(({ id }) => id),
  );
  const origin = policy.origins['/reliability/on_error'];
  if (problems.length > 0 && origin?.layer === 'cli') {
    throw new AppError('POLICY_INVALID', overrideMessages(problems).join('\n'), { errors: problems });
  }
  refusePolicy(
    problems.map((problem) => ({
      ...problem,
      path: '/reliability/on_error/target',
      line: origin?.line ?? 0,
      message: `${origin?.file ?? ''}: ${problem.message}`,
    })),
  );
}
