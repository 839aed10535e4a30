import type { LayerName, NetworkAccess } from '#protocol/policy';

/** One single-valued setting: where it stands in settings and in the file, and what would loosen it. */
export interface Scalar {
  /** Keys inside `PolicySettings`. */
  readonly keys: readonly string[];
  /** JSON pointer as a person writes it. */
  readonly pointer: string;
  /** Whether going from the first value to the second loosens; reliability never does. */
  readonly loosens: (before: never, after: never) => boolean;
  /** A layer that may loosen it in every profile, because its approval shows and grants it. */
  readonly grantedBy?: LayerName;
}

type Loosens<T> = (before: T, after: T) => boolean;

const never: Loosens<unknown> = () => false;
const higher: Loosens<number> = (before, after) => after > before;
const lower: Loosens<number> = (before, after) => after < before;
const off: Loosens<boolean> = (before, after) => before && !after;
const weaker =
  (ranks: Readonly<Record<string, number>>): Loosens<string> =>
  (before, after) =>
    (ranks[after] ?? 0) < (ranks[before] ?? 0);

const verdictRank = { allow: 0, ask: 1, deny: 2 };
const executorRank = { any: 0, isolated: 1, container: 2 };
/** `rules` and `required` both wait unless an auto rule grants. */
const gateRank = { auto: 0, rules: 1, required: 1 };
const stepsRank = { auto: 0, 'risk>=high': 1, 'risk>=medium': 2, all: 3, rules: 3 };

/** What each network setting reaches; tightening reaches a part of it. */
export const reached: Readonly<Record<NetworkAccess, readonly NetworkAccess[]>> = {
  none: ['none'],
  llm: ['none', 'llm'],
  git: ['none', 'git'],
  full: ['none', 'llm', 'git', 'full'],
};

const scalar = <T>(pointer: string, keys: readonly string[], loosens: Loosens<T>): Scalar => ({
  pointer,
  keys,
  loosens,
});
const plain = <T>(family: string, key: string, loosens: Loosens<T>): Scalar =>
  scalar(`/${family}/${key}`, [family, key], loosens);
const retry = (key: string, stored = key): Scalar =>
  scalar(`/reliability/retry/${key}`, ['reliability', 'retry', stored], never);

/** Every setting that one value decides. Lists and rules are gathered by lists.ts. */
export const scalars: readonly Scalar[] = [
  scalar('/reliability/timeout', ['reliability', 'timeout_ms'], never),
  plain('reliability', 'fail_fast', never),
  plain('reliability', 'on_error', never),
  retry('max_attempts'),
  retry('delay', 'delay_ms'),
  retry('mode'),
  retry('max_delay', 'max_delay_ms'),
  retry('jitter'),
  retry('retry_on'),
  plain('permissions', 'default', weaker(verdictRank)),
  plain('permissions', 'stop_on_deny', off),
  {
    ...plain<NetworkAccess>('permissions', 'network', (before, after) => !reached[before].includes(after)),
    grantedBy: 'plan',
  },
  plain<readonly string[]>('permissions', 'env_allow', (before, after) =>
    after.some((name) => !before.includes(name)),
  ),
  plain('permissions', 'require_executor', weaker(executorRank)),
  plain('approvals', 'plan', weaker(gateRank)),
  plain('approvals', 'steps', weaker(stepsRank)),
  plain('approvals', 'previews', weaker(gateRank)),
  plain('approvals', 'required', lower),
  scalar('/approvals/expires', ['approvals', 'expires_ms'], higher),
  plain('approvals', 'no_self', off),
  plain('approvals', 'high_risk_confirmation', off),
  plain('limits', 'max_steps', higher),
  plain('limits', 'max_visits', higher),
  plain('limits', 'max_concurrency', higher),
  plain('limits', 'max_memory_mb', higher),
  plain('limits', 'max_cpu_percent', higher),
  plain('limits', 'hard', off),
  plain('limits', 'max_output_bytes', higher),
  scalar('/limits/llm/max_tokens', ['limits', 'llm', 'max_tokens'], higher),
  scalar('/limits/llm/max_cost_usd', ['limits', 'llm', 'max_cost_usd'], higher),
];

/** The value at these keys, `undefined` where a layer does not say. */
export function valueAt(settings: unknown, keys: readonly string[]): unknown {
  let value = settings;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}
