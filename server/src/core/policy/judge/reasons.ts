/** Rule ids of decisions that no rule of a file makes. */
export const builtinIds = {
  dryRun: 'dry_run_apply_blocked',
  confirmation: 'high_risk_confirmation_required',
  executor: 'docker_required_for_strict_apply',
} as const;

/** Every sentence that policy says about a call, in the language of the record; a door tells it in that of the person. */
export const reasons = {
  unknownTool: (tool: string) => `unknown tool '${tool}'`,
  disabledTool: (tool: string) => `type '${tool}' is not allowed`,
  inputs: (problems: readonly string[]) => `inputs do not match: ${problems.join('; ')}`,
  unresolved: (names: readonly string[]) => `no value yet for ${names.join(', ')}`,
  dryRun: 'dry_run session rejects destructive apply operations',
  outside: (path: string) => `'${path}' leads outside the slot`,
  protected: (path: string) => `steps never touch '${path}'`,
  touches: (path: string) => `'${path}' is not among the paths that the step touches`,
  unparsable: (reason: string) => `command is not understood: ${reason}`,
  keyword: (word: string) => `deny_if_contains '${word}' matched`,
  pattern: (pattern: string) => `deny pattern '${pattern}' matched`,
  rule: (id: string, reason: string | null) => (reason === null ? `rule '${id}'` : `rule '${id}': ${reason}`),
  network: (network: string) => `permissions.network is ${network}`,
  doubt: (doubts: readonly string[]) => `a person looks at ${doubts.join(', ')}`,
  defaultDeny: 'execution_policy.default_action=deny',
  default: (verdict: string) => `permissions.default=${verdict}`,
  risk: (risk: string, steps: string) => `risk ${risk} asks under approvals.steps ${steps}`,
  preview: (previews: string) => `a write passes its preview under approvals.previews ${previews}`,
  executor: (profile: string) =>
    `docker required: ${profile} profile rejects destructive apply operations outside docker`,
  networkOpen: (network: string) =>
    `network ${network} cannot be enforced here, so exec needs network full in the approved plan`,
  confirmation: builtinIds.confirmation,
};
