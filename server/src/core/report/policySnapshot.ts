import type { EffectivePolicy, Profile } from '#protocol/policy';
import { type StepReliability, stepReliability } from '../run/stepPolicy';
import { failedStep, type RunHistory, runTerms } from './runHistory';

/** How failures were to be handled: of the failed step, else of the run. Tries are total tries. */
export interface PolicySnapshot {
  readonly profile: Profile;
  readonly version: string | null;
  readonly fail_fast: boolean;
  readonly timeout_ms: number | null;
  readonly on_error: { readonly action: string; readonly target: string | null };
  readonly retry: {
    readonly max_attempts: number;
    readonly delay_ms: number;
    readonly mode: 'fixed' | 'exponential';
    readonly max_delay_ms: number;
    readonly jitter: boolean;
    readonly retry_on: readonly string[];
  };
}

/** The policy under which a run failed or ended; `null` for a run whose record does not say. */
export function policySnapshot(history: RunHistory): PolicySnapshot | null {
  const { policy, stageRetries } = runTerms(history.run);
  if (policy === null) {
    return null;
  }
  const failed = failedStep(history);
  const step = history.plan.steps.find(({ id }) => id === failed?.step_id);
  return policySnapshotOf(policy, step && stepReliability(step, policy, stageRetries));
}

/** How failures are handled under a policy: of a step when its own terms are given, else of the run. */
export function policySnapshotOf(policy: EffectivePolicy, own?: StepReliability): PolicySnapshot {
  const { reliability, profile, version } = policy;
  return {
    profile,
    version,
    fail_fast: reliability.fail_fast,
    timeout_ms: own ? own.timeoutMs : reliability.timeout_ms,
    on_error: own?.onError ?? reliability.on_error,
    retry: own?.retry ?? reliability.retry,
  };
}

/** The one-line form of the failure text: `fail_fast=True, retry=exponential(max_attempts=2, delay=500ms)`. */
export function policySnapshotText(snapshot: PolicySnapshot | null): string {
  if (snapshot === null) {
    return 'unknown';
  }
  const { fail_fast, retry } = snapshot;
  const tries = `${retry.mode}(max_attempts=${retry.max_attempts}, delay=${retry.delay_ms}ms)`;
  return `fail_fast=${fail_fast ? 'True' : 'False'}, retry=${tries}`;
}
