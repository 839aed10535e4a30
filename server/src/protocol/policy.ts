import type { ErrorClass, ErrorCode } from './errors';

export const profiles = ['strict', 'standard', 'dev', 'ci'] as const;
/** A policy preset. */
export type Profile = (typeof profiles)[number];

export const effects = ['none', 'read', 'write', 'exec', 'git', 'network', 'llm'] as const;
/** What a tool call does to the world. */
export type Effect = (typeof effects)[number];

export const risks = ['low', 'medium', 'high'] as const;
/** How much can go wrong; ordered from little to much. */
export type Risk = (typeof risks)[number];

/** allow, ask a person, or deny; deny beats ask beats allow. */
export type Verdict = 'allow' | 'ask' | 'deny';

/** When and how a failed attempt is tried again. `max_attempts` counts all tries; times are milliseconds. */
export interface RetryPolicy {
  readonly max_attempts: number;
  readonly delay_ms: number;
  readonly mode: 'fixed' | 'exponential';
  readonly max_delay_ms: number;
  readonly jitter: boolean;
  readonly retry_on: readonly ErrorClass[];
}

/** What happens when a step has failed for good. */
export interface OnError {
  readonly action: 'stop' | 'continue' | 'goto';
  readonly target: string | null;
}

/** How failures and time are handled; `timeout_ms` of the run, `null` for unlimited (profile dev only). */
export interface Reliability {
  readonly timeout_ms: number | null;
  readonly fail_fast: boolean;
  readonly on_error: OnError;
  readonly retry: RetryPolicy;
}

/** What a rule looks at; every key given must match, within a key any entry may. Names are matched without case. */
export interface RuleMatch {
  /** Program names; aliases (`rm`, `ri`, `Remove-Item`) are folded before comparing. */
  readonly argv0?: readonly string[];
  /** First operand of the program, as in `git push`. */
  readonly subcommand?: readonly string[];
  /** One of these flags must be present; `-rf` means `-r` and `-f` together, in whatever form. */
  readonly flags?: readonly string[];
  /** Globs over any single argument. */
  readonly args?: readonly string[];
  /** Globs over slot-relative paths that the call touches. */
  readonly path?: readonly string[];
  /** Globs over host names. */
  readonly host?: readonly string[];
  readonly effect?: readonly Effect[];
}

/** One allow, ask or deny rule; `tool` is a glob over tool names. `until` is an ISO time after which it is void. */
export interface Rule {
  readonly id: string;
  readonly effect: Verdict;
  readonly tool: string;
  readonly match: RuleMatch;
  readonly reason: string | null;
  readonly until: string | null;
}

/** A standing grant: requests that it matches are approved by actor `policy:<id>`. */
export interface AutoRule {
  readonly id: string;
  readonly subject: 'plan' | 'step' | 'preview' | 'rollback' | 'decision';
  readonly digest?: string;
  readonly tool?: string;
  readonly risk?: Risk;
  readonly path?: string;
  readonly until: string | null;
}

export type NetworkAccess = 'none' | 'llm' | 'git' | 'full';
export type ExecutorRequirement = 'any' | 'isolated' | 'container';
/** Which steps ask a person. */
export type StepApprovals = 'all' | 'risk>=medium' | 'risk>=high' | 'auto' | 'rules';

export interface Permissions {
  readonly default: Verdict;
  readonly stop_on_deny: boolean;
  readonly network: NetworkAccess;
  readonly env_allow: readonly string[];
  readonly require_executor: ExecutorRequirement;
  readonly deny_if_contains: readonly string[];
  readonly deny_patterns: readonly string[];
  readonly rules: readonly Rule[];
}

/** Who must be asked about what. `rules`: only auto rules grant, everything else waits. Times in milliseconds. */
export interface ApprovalPolicy {
  readonly plan: 'required' | 'auto' | 'rules';
  readonly steps: StepApprovals;
  readonly previews: 'required' | 'auto' | 'rules';
  readonly required: number;
  readonly expires_ms: number;
  readonly no_self: boolean;
  readonly high_risk_confirmation: boolean;
  readonly auto: readonly AutoRule[];
}

/** Bounds on one run; bytes, MiB, percent of one core, US dollars as named. */
export interface Limits {
  readonly max_steps: number;
  readonly max_visits: number;
  readonly max_concurrency: number;
  readonly max_memory_mb: number;
  readonly max_cpu_percent: number;
  readonly hard: boolean;
  readonly max_output_bytes: number;
  readonly llm: { readonly max_tokens: number; readonly max_cost_usd: number };
}

/** The four families of settings that one layer may carry; absent keys are inherited. */
export interface PolicySettings {
  readonly reliability?: Partial<Omit<Reliability, 'retry'>> & { readonly retry?: Partial<RetryPolicy> };
  readonly permissions?: Partial<Permissions>;
  readonly approvals?: Partial<ApprovalPolicy>;
  readonly limits?: Partial<Omit<Limits, 'llm'>> & { readonly llm?: Partial<Limits['llm']> };
}

export const layerNames = ['profile', 'user', 'workspace', 'plan', 'cli', 'step'] as const;
/** Where a setting came from, weakest first. */
export type LayerName = (typeof layerNames)[number];

/** A place in a policy or plan file; line 0 when it is built in. */
export interface PolicyLocation {
  readonly layer: LayerName;
  readonly file: string;
  readonly line: number;
}

/** One source of policy with the line of each of its settings (by JSON pointer inside `settings`). */
export interface PolicyLayer {
  readonly name: LayerName;
  readonly file: string;
  readonly settings: PolicySettings;
  readonly lines: Readonly<Record<string, number>>;
}

/** A rule or literal with the place that made it. */
export interface Placed<T> {
  readonly value: T;
  readonly location: PolicyLocation;
}

/** All layers folded: what decides. `version` is the digest over everything but locations. */
export interface EffectivePolicy {
  readonly profile: Profile;
  readonly reliability: Reliability;
  readonly permissions: Omit<Permissions, 'rules' | 'deny_if_contains' | 'deny_patterns'>;
  readonly rules: readonly Placed<Rule>[];
  readonly denyIfContains: readonly Placed<string>[];
  readonly denyPatterns: readonly Placed<string>[];
  readonly approvals: ApprovalPolicy;
  readonly limits: Limits;
  /** Which layer set each scalar, by pointer such as `/permissions/default`. */
  readonly origins: Readonly<Record<string, PolicyLocation>>;
  readonly version: string;
}

/** The stages of a decision, in the order in which they are taken. */
export const decisionStages = [
  'tool',
  'inputs',
  'dry_run',
  'path',
  'deny',
  'allow',
  'default',
  'risk',
  'preview',
  'executor',
] as const;
export type DecisionStage = (typeof decisionStages)[number];

/** The result of policy for one tool call. */
export interface Decision {
  readonly verdict: Verdict;
  readonly stage: DecisionStage;
  readonly rule_id: string;
  readonly location: PolicyLocation;
  readonly reason: string;
  readonly risk: Risk;
  /** The code with which a deny is reported. */
  readonly code: ErrorCode | null;
  /** Whether an approval must cover the call before it may run. */
  readonly needs_approval: boolean;
  /** Whether `confirm_high_risk` must be given. */
  readonly needs_confirmation: boolean;
  /** Warnings that do not stop the call (profile dev). */
  readonly warnings: readonly string[];
}
