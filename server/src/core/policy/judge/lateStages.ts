import type { ExecutorRequirement, StepApprovals } from '#protocol/policy';
import { type Call, type Finding, finding, originOf } from './call';
import { builtinIds, reasons } from './reasons';

/** Stage 8: whether the risk is one that a person decides about. */
export function riskStage(call: Call): Finding | null {
  const { steps } = call.compiled.policy.approvals;
  if (!asks(steps, call)) return null;
  const location = originOf(call, '/approvals/steps');
  return finding('risk', 'ask', 'approvals.steps', reasons.risk(call.risk, steps), { location });
}

function asks(steps: StepApprovals, { risk }: Call): boolean {
  if (steps === 'risk>=high') return risk === 'high';
  if (steps === 'risk>=medium') return risk !== 'low';
  return steps !== 'auto';
}

/** Stage 9: a write is always covered by an approval of its preview, be it by a person or by the profile. */
export function previewStage(call: Call): Finding | null {
  if (call.action.facts.effect !== 'write') return null;
  const { previews } = call.compiled.policy.approvals;
  const location = originOf(call, '/approvals/previews');
  return finding('preview', 'ask', 'approvals.previews', reasons.preview(previews), { location });
}

const changing = new Set(['write', 'exec', 'git']);

/** Stage 10: where it may run. Profile dev is warned instead of stopped. */
export function executorStage(call: Call): Finding | null {
  const { policy } = call.compiled;
  if (!changing.has(call.action.facts.effect)) return null;
  const isDev = policy.profile === 'dev';
  const { require_executor: wanted, network } = policy.permissions;
  const required: ExecutorRequirement = isDev && wanted === 'any' ? 'isolated' : wanted;
  const refusals: Finding[] = [];
  if (!meets(required, call)) {
    const location = originOf(call, '/permissions/require_executor');
    const text = reasons.executor(policy.profile);
    refusals.push(
      finding('executor', 'deny', builtinIds.executor, text, { code: 'EXECUTOR_REQUIRED', location }),
    );
  }
  if (call.action.facts.effect === 'exec' && network !== 'full' && !call.action.networkEnforced) {
    const location = originOf(call, '/permissions/network');
    const text = reasons.networkOpen(network);
    refusals.push(
      finding('executor', 'deny', 'network_not_enforced', text, {
        code: 'EXECUTOR_REQUIRED',
        location,
      }),
    );
  }
  if (!isDev) return refusals[0] ?? null;
  call.warnings.push(...refusals.map(({ reason }) => reason));
  if (call.risk === 'high') call.warnings.push(reasons.confirmation);
  return null;
}

function meets(required: ExecutorRequirement, { action }: Call): boolean {
  if (required === 'any' || action.executor !== 'local') return true;
  return required === 'isolated' && (action.slotKind !== 'in_place' || action.planNamesSlot);
}
