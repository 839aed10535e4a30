import type { Plan } from '#protocol/plan';
import type { PolicyLayer } from '#protocol/policy';
import { sessionProfile } from '../../../core/plan/sessionProfile';
import { foldLayers } from '../../../core/policy/foldLayers';
import { policyFromMap } from '../../../core/policy/policyFromMap';
import { missingTarget } from '../../../core/policy/settings/missingTarget';
import type { Call } from '../../invocation';
import { localPolicies } from '../../work/localPolicies';
import { policyFailure } from './readPolicyOverride';
import type { RunOptions } from './runOptions';

/**
 * Refuses a `--policy` that loosens what it may only tighten, or leads to no step, before a session exists. A server elsewhere has policy
 * files of its own and says so when the run starts.
 */
export async function checkOverride(call: Call, options: RunOptions, plan: Plan): Promise<void> {
  if (options.policy === undefined || call.globals.baseUrl !== undefined) {
    return;
  }
  const files = await localPolicies(call);
  const profile = sessionProfile(options.profile ?? files.profile, plan.profile);
  const { settings } = policyFromMap(options.policy);
  const own: PolicyLayer[] = [
    { name: 'plan', file: 'plan', settings: plan.policy, lines: {} },
    { name: 'cli', file: '--policy', settings, lines: {} },
  ];
  const { problems } = foldLayers([...files.layers, ...own], profile);
  const ours = [
    ...problems.filter(({ message }) => message.endsWith('(--policy)')),
    ...missingTarget(
      settings,
      plan.steps.map(({ id }) => id),
    ),
  ];
  if (ours.length > 0) {
    throw policyFailure(ours);
  }
}
