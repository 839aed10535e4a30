import type { Step } from '#protocol/plan';
import type { OnError, PolicySettings, RetryPolicy } from '#protocol/policy';
import { canonicalJson } from '../../digest';
import { type Report, under } from '../../policy/settings/shapes';

interface Written {
  readonly timeout?: number;
  readonly retry?: Partial<RetryPolicy>;
  readonly on_error?: OnError;
  readonly policy?: PolicySettings;
}

/**
 * Brings a step's two ways of saying the same into one: `timeout`, `retry` and `on_error` of its policy move to the
 * step's own keys. Both at once must agree.
 */
export function foldStepPolicy(
  written: Written,
  pointer: string,
  report: Report,
): Pick<Step, 'timeout_ms' | 'retry' | 'on_error' | 'policy'> {
  const { timeout_ms: limit, retry, on_error: onError, ...rest } = written.policy?.reliability ?? {};
  const policyTimeout = limit === null ? 0 : limit;
  refuseTwo('timeout', written.timeout, policyTimeout, pointer, report);
  refuseTwo('retry', written.retry, retry, pointer, report);
  refuseTwo('on_error', written.on_error, onError, pointer, report);
  return {
    timeout_ms: written.timeout ?? policyTimeout ?? null,
    retry: written.retry ?? retry ?? null,
    on_error: written.on_error ?? onError ?? null,
    policy: remaining(written.policy, rest),
  };
}

function remaining(
  policy: PolicySettings | undefined,
  reliability: NonNullable<PolicySettings['reliability']>,
): PolicySettings | null {
  if (policy === undefined) return null;
  const { reliability: _moved, ...others } = policy;
  const left = Object.keys(reliability).length > 0 ? { ...others, reliability } : others;
  return Object.keys(left).length > 0 ? left : null;
}

function refuseTwo(key: string, own: unknown, inPolicy: unknown, pointer: string, report: Report): void {
  if (own === undefined || inPolicy === undefined) return;
  if (canonicalJson(own as never) === canonicalJson(inPolicy as never)) return;
  report(
    'CONFLICT',
    under(pointer, key),
    `'${key}' stands here and in the step's policy with another value.`,
  );
}
