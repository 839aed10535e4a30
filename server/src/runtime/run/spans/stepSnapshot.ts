import type { Step } from '#protocol/plan';
import type { EffectivePolicy } from '#protocol/policy';
import { type PolicySnapshot, policySnapshotOf } from '../../../core/report/policySnapshot';
import { stepReliability } from '../../../core/run/stepPolicy';
import type { ActiveRun } from '../activeRun';

const ofSteps = new WeakMap<ActiveRun, WeakMap<EffectivePolicy, PolicySnapshot>>();

/** How failures of a step are handled under a policy; the same object for all steps that say nothing of their own. */
export function stepSnapshot(run: ActiveRun, step: Step, policy: EffectivePolicy): PolicySnapshot {
  const make = () => policySnapshotOf(policy, stepReliability(step, policy, run.options.stageRetries));
  if (step.retry !== null || step.on_error !== null || step.timeout_ms !== null) {
    return make();
  }
  const known = ofSteps.get(run) ?? new WeakMap<EffectivePolicy, PolicySnapshot>();
  ofSteps.set(run, known);
  const snapshot = known.get(policy) ?? make();
  known.set(policy, snapshot);
  return snapshot;
}
