import type { Decision, EffectivePolicy } from '#protocol/policy';
import type { Action } from './action';
import { type Call, compilePolicy, type Finding, readCall } from './judge/call';
import { dryRunStage, inputStage, pathStage, toolStage } from './judge/entryStages';
import { executorStage, previewStage, riskStage } from './judge/lateStages';
import { allowStage, defaultStage, denyStage } from './judge/ruleStages';

/** The ten stages in the order in which they are taken (§1.5). */
export const stages: readonly ((call: Call) => Finding | null)[] = [
  toolStage,
  inputStage,
  dryRunStage,
  pathStage,
  denyStage,
  allowStage,
  defaultStage,
  riskStage,
  previewStage,
  executorStage,
];

/** Decides about calls under one policy. */
export type Judge = (action: Action) => Decision;

/**
 * Makes the judge of a policy. The first deny decides; else the first stage that asks; else what allowed the call.
 * The judge is pure and total: whatever a plan wrote, it answers with a decision.
 */
export function compileJudge(policy: EffectivePolicy): Judge {
  const compiled = compilePolicy(policy);
  return (action) => {
    const call = readCall(compiled, action);
    return decide(call, deciding(call));
  };
}

function deciding(call: Call): Finding {
  let decided: Finding | null = null;
  for (const stage of stages) {
    const found = stage(call);
    if (found === null) continue;
    if (found.verdict === 'deny') return found;
    if (decided === null || (decided.verdict === 'allow' && found.verdict === 'ask')) decided = found;
  }
  return decided ?? noneSpoke;
}

/** Cannot happen while rules or the default always speak; if it did, nothing would run. */
const noneSpoke: Finding = {
  stage: 'default',
  verdict: 'deny',
  rule_id: 'default',
  location: { layer: 'profile', file: 'built-in', line: 0 },
  reason: 'execution_policy.default_action=deny',
  code: 'DENIED',
};

/** The decision that follows from the stage that decides. */
export function decide(call: Call, found: Finding): Decision {
  const { action, risk, compiled } = call;
  const isDenied = found.verdict === 'deny';
  const isConfirmable = risk === 'high' && action.facts.effect !== 'none' && action.facts.effect !== 'read';
  const needsConfirmation =
    !isDenied && isConfirmable && compiled.policy.approvals.high_risk_confirmation && !action.confirmHighRisk;
  const { verdict, stage, rule_id, location, reason, code } = found;
  // Spelled out: copying with a spread costs more than all ten stages together.
  return {
    verdict,
    stage,
    rule_id,
    location,
    reason,
    code,
    risk,
    needs_approval: found.verdict === 'ask' || needsConfirmation,
    needs_confirmation: needsConfirmation,
    warnings: call.warnings,
  };
}
