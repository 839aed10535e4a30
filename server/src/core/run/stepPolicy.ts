import type { Step } from '#protocol/plan';
import type { EffectivePolicy, OnError, RetryPolicy } from '#protocol/policy';

/** Default time of a tool call, and of a whole step, when nobody names one (§1.2). */
export const defaultToolTimeoutMs = 120_000;
const defaultStepTimeoutMs = 300_000;

/** How one step is tried, timed and recovered: what the step says, else what the layers below say. */
export interface StepReliability {
  readonly retry: RetryPolicy;
  readonly onError: OnError;
  /** `null` = unlimited (profile dev only). */
  readonly timeoutMs: number | null;
}

/** Folds a step's own keys over the run's policy; `stageRetries` gives tries to steps without own retry (LOG-06). */
export function stepReliability(
  step: Step,
  policy: EffectivePolicy,
  stageRetries: number | null,
): StepReliability {
  const { reliability } = policy;
  const stage = stageRetries === null ? {} : { max_attempts: stageRetries + 1 };
  const timeout = step.timeout_ms ?? defaultStepTimeoutMs;
  return {
    retry: { ...reliability.retry, ...(step.retry ?? stage) },
    onError: step.on_error ?? reliability.on_error,
    timeoutMs: timeout === 0 ? null : timeout,
  };
}
