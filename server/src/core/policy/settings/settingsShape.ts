import type { ApprovalPolicy, PolicySettings, Profile } from '#protocol/policy';
import { autoRule, permissions, refuseTwins } from './permissions';
import { onError, retry } from './retry';
import { amount, flag, isMap, list, map, type Reader, type Report, under, whole, word } from './shapes';
import { time, timeAboveZero } from './times';

/**
 * Reads the families of settings out of a parsed document and reports every mistake at once. What was wrong is
 * left out of the result. A run without a time limit is refused unless `profile` is `dev` or not known yet
 * (`null`); foldLayers checks it again.
 */
export function readSettings(
  value: unknown,
  pointer: string,
  report: Report,
  profile: Profile | null = null,
): PolicySettings {
  const read = settingsMap(value, pointer, report);
  if (read === undefined) return {};
  if (read.reliability?.timeout_ms === null && profile !== null && profile !== 'dev') {
    report('TIMEOUT_UNLIMITED', under(under(pointer, 'reliability'), 'timeout'), unlimited);
  }
  return read;
}

/** What is said about a run without a time limit outside profile dev. */
export const unlimited = 'A timeout of 0 means unlimited, which only profile dev allows.';

const reliabilityMap = map({ timeout: time, fail_fast: flag, on_error: onError, retry });

const reliability: Reader<NonNullable<PolicySettings['reliability']>> = (value, pointer, report) => {
  const read = reliabilityMap(value, pointer, report);
  if (read === undefined) return undefined;
  const { timeout, ...rest } = read;
  return { ...rest, ...(timeout === undefined ? {} : { timeout_ms: timeout === 0 ? null : timeout }) };
};

const approvalsMap = map({
  plan: word(['required', 'auto', 'rules']),
  steps: word(['all', 'risk>=medium', 'risk>=high', 'auto', 'rules']),
  previews: word(['required', 'auto', 'rules']),
  required: whole(1, 20),
  expires: timeAboveZero,
  no_self: flag,
  high_risk_confirmation: flag,
  auto: list(autoRule),
});

const approvals: Reader<Partial<ApprovalPolicy>> = (value, pointer, report) => {
  const read = approvalsMap(value, pointer, report);
  if (read === undefined) return undefined;
  const { expires, ...rest } = read;
  if (isMap(value)) refuseTwins(value['auto'], under(pointer, 'auto'), report);
  return { ...rest, ...(expires === undefined ? {} : { expires_ms: expires }) };
};

const limits = map({
  max_steps: whole(1, 100_000),
  max_visits: whole(1, 100_000),
  max_concurrency: whole(1, 256),
  max_memory_mb: whole(16, 1_048_576),
  max_cpu_percent: whole(1, 25_600),
  hard: flag,
  max_output_bytes: whole(1024, 1_073_741_824),
  llm: map({ max_tokens: whole(0, 1_000_000_000), max_cost_usd: amount }),
});

const settingsMap = map({ reliability, permissions, approvals, limits });
