import type { ErrorClass } from '#protocol/errors';
import type { RetryPolicy } from '#protocol/policy';

const neverRetried: readonly ErrorClass[] = ['auth', 'policy', 'internal', 'cancelled'];

/**
 * Milliseconds to wait before try `next` (2 for the first retry), or `null` when there is none.
 * `random` is a number in [0, 1) and only matters with jitter, which adds up to 20 % (FLOW-06).
 */
export function retryDelay(
  policy: RetryPolicy,
  errorClass: ErrorClass,
  next: number,
  random: number,
): number | null {
  if (
    next > policy.max_attempts ||
    neverRetried.includes(errorClass) ||
    !policy.retry_on.includes(errorClass)
  ) {
    return null;
  }
  const doubled = policy.mode === 'exponential' ? policy.delay_ms * 2 ** (next - 2) : policy.delay_ms;
  const delay = Math.min(doubled, policy.max_delay_ms);
  return Math.round(policy.jitter ? delay * (1 + 0.2 * random) : delay);
}
