import { AppError } from '#protocol/errors';
import type { Problem } from '#protocol/problem';

/** Nothing runs, and no plan is judged, under a policy with mistakes; each is named with its line. */
export function refusePolicy(problems: readonly Problem[]): void {
  if (problems.length > 0) {
    const text = problems.map(({ line, column, message }) => `${line}:${column} ${message}`).join('; ');
    throw new AppError('POLICY_INVALID', `policy is invalid, nothing runs: ${text}`, { errors: problems });
  }
}
