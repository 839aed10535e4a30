import { type AutoRule, type EffectivePolicy, type Risk, risks } from '#protocol/policy';
import { globTest } from '../globs/globTest';

/** What an approval is requested for, as far as standing grants look at it. */
export interface GrantRequest {
  readonly subject: AutoRule['subject'];
  readonly digest: string;
  /** Tool of the step; `null` for plans and rollbacks. */
  readonly tool: string | null;
  /** Greatest risk of what would be allowed. */
  readonly risk: Risk;
  /** Slot-relative paths that would change. */
  readonly paths: readonly string[];
  readonly nowMs: number;
}

/** Who grants a request without a person, recorded as the approval's actor. */
export interface AutoGrant {
  readonly actor: string;
  /** The auto rule, or `null` when the profile itself grants. */
  readonly rule_id: string | null;
  /** Whether it stands for `confirm_high_risk` too. */
  readonly confirmsHighRisk: boolean;
}

/** The standing grant that covers a request, or `null`: then it waits for a person. */
export function autoGrant(policy: EffectivePolicy, request: GrantRequest): AutoGrant | null {
  const rule = policy.approvals.auto.find((candidate) => covers(candidate, request));
  if (rule !== undefined) {
    const confirmsHighRisk = rule.risk === 'high' || rule.digest !== undefined;
    return { actor: `policy:${rule.id}`, rule_id: rule.id, confirmsHighRisk };
  }
  if (!grantsByProfile(policy, request.subject)) return null;
  return {
    actor: `policy:${policy.profile}`,
    rule_id: null,
    confirmsHighRisk: !policy.approvals.high_risk_confirmation,
  };
}

function grantsByProfile({ approvals }: EffectivePolicy, subject: AutoRule['subject']): boolean {
  switch (subject) {
    case 'plan':
      return approvals.plan === 'auto';
    case 'preview':
      return approvals.previews === 'auto';
    case 'step':
    case 'decision':
      return approvals.steps === 'auto';
    case 'rollback':
      return false;
    default:
      return subject satisfies never;
  }
}

/** Every criterion of the rule must hold; its risk is the greatest that it grants. */
function covers(rule: AutoRule, request: GrantRequest): boolean {
  if (rule.subject !== request.subject) return false;
  if (rule.until !== null && request.nowMs >= Date.parse(rule.until)) return false;
  if (rule.digest !== undefined && rule.digest !== request.digest) return false;
  if (rule.risk !== undefined && risks.indexOf(request.risk) > risks.indexOf(rule.risk)) return false;
  if (
    rule.tool !== undefined &&
    (request.tool === null || !globTest([rule.tool], 'text', true)(request.tool))
  )
    return false;
  if (rule.path === undefined) return true;
  return request.paths.length > 0 && request.paths.every(globTest([rule.path], 'path', false));
}
