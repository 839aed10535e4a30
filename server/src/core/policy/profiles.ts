import type {
  ApprovalPolicy,
  Limits,
  Permissions,
  PolicyLocation,
  Profile,
  Reliability,
  Rule,
} from '#protocol/policy';

/** A preset with nothing left open: what the weakest layer of every fold says. */
export interface ProfileSettings {
  readonly reliability: Reliability;
  readonly permissions: Permissions;
  readonly approvals: ApprovalPolicy;
  readonly limits: Limits;
}

/** Where settings and rules stand that no file made. */
export const builtIn: PolicyLocation = { layer: 'profile', file: 'built-in', line: 0 };

const allowed = (
  id: string,
  tool: string,
  effect: Rule['match']['effect'] & object,
  reason: string,
): Rule => ({
  id,
  effect: 'allow',
  tool,
  match: { effect },
  reason,
  until: null,
});

const denied = (id: string, match: Rule['match'], reason: string): Rule => ({
  id,
  effect: 'deny',
  tool: '*',
  match,
  reason,
  until: null,
});

/** Rules of every profile. Denies that look at more than one argument stand in commands/builtinDeny.ts. */
export const builtinRules: readonly Rule[] = [
  denied(
    'builtin.privilege',
    { argv0: ['sudo', 'su', 'doas', 'runas', 'pkexec'] },
    'gaining another user is never allowed',
  ),
  denied('builtin.eval', { argv0: ['eval', 'exec', 'Invoke-Expression'] }, 'eval and exec hide what runs'),
  denied(
    'builtin.chmod_777',
    {
      argv0: ['chmod'],
      args: ['?777', '777', 'a=rwx', 'a+rwx', 'ugo+rwx', 'ugo=rwx', '+rwx'],
    },
    'files writable by everybody are never allowed',
  ),
  allowed('builtin.read', '*', ['none', 'read'], 'reading inside the slot'),
  allowed('builtin.write_file_apply', 'write_file_apply', ['write'], 'its gate is the preview'),
  allowed('builtin.apply_patch', 'apply_patch', ['write'], 'its gate is the preview'),
];

const reliability: Reliability = {
  timeout_ms: 1_800_000,
  fail_fast: true,
  on_error: { action: 'stop', target: null },
  retry: {
    max_attempts: 1,
    delay_ms: 0,
    mode: 'fixed',
    max_delay_ms: 60_000,
    jitter: false,
    retry_on: ['timeout', 'network', 'rate_limit', 'exit_code', 'tool_error'],
  },
};

const permissions: Permissions = {
  default: 'ask',
  stop_on_deny: true,
  network: 'full',
  env_allow: [],
  require_executor: 'any',
  deny_if_contains: [],
  deny_patterns: [],
  rules: builtinRules,
};

const approvals: ApprovalPolicy = {
  plan: 'required',
  steps: 'risk>=medium',
  previews: 'required',
  required: 1,
  expires_ms: 86_400_000,
  no_self: false,
  high_risk_confirmation: true,
  auto: [],
};

const limits: Limits = {
  max_steps: 200,
  max_visits: 20,
  max_concurrency: 1,
  max_memory_mb: 2048,
  max_cpu_percent: 80,
  hard: false,
  max_output_bytes: 1_048_576,
  llm: { max_tokens: 200_000, max_cost_usd: 1 },
};

/** The four presets, complete. */
export const profileSettings: Readonly<Record<Profile, ProfileSettings>> = {
  strict: {
    reliability,
    permissions: { ...permissions, default: 'deny', require_executor: 'isolated' },
    approvals: { ...approvals, steps: 'all' },
    limits,
  },
  standard: { reliability, permissions, approvals, limits },
  dev: {
    reliability,
    permissions,
    approvals: { ...approvals, plan: 'auto', steps: 'auto', previews: 'auto', high_risk_confirmation: false },
    limits,
  },
  ci: {
    reliability,
    permissions: { ...permissions, default: 'deny', require_executor: 'isolated' },
    approvals: { ...approvals, plan: 'rules', steps: 'rules', previews: 'rules' },
    limits,
  },
};
