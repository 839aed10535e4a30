/** Languages in which people are told why. */
export type Locale = 'en' | 'ja';

/** Rule ids of decisions that no rule of a file makes. */
export const builtinIds = {
  dryRun: 'dry_run_apply_blocked',
  confirmation: 'high_risk_confirmation_required',
  executor: 'docker_required_for_strict_apply',
} as const;

type Texts = Readonly<Record<Locale, string>>;

const same = (text: string): Texts => ({ en: text, ja: text });

/** Every sentence that policy says about a call. */
export const reasons = {
  unknownTool: (tool: string): Texts => ({
    en: `unknown tool '${tool}'`,
    ja: `ツール '${tool}' は登録されていない`,
  }),
  disabledTool: (tool: string): Texts => ({
    en: `type '${tool}' is not allowed`,
    ja: `type '${tool}' は許可されていない`,
  }),
  inputs: (problems: readonly string[]): Texts => ({
    en: `inputs do not match: ${problems.join('; ')}`,
    ja: `入力がスキーマに合わない: ${problems.join('; ')}`,
  }),
  unresolved: (names: readonly string[]): Texts => ({
    en: `no value yet for ${names.join(', ')}`,
    ja: `値が未確定: ${names.join(', ')}`,
  }),
  dryRun: same('dry_run session rejects destructive apply operations'),
  outside: (path: string): Texts => ({
    en: `'${path}' leads outside the slot`,
    ja: `'${path}' はスロットの外を指す`,
  }),
  protected: (path: string): Texts => ({
    en: `steps never touch '${path}'`,
    ja: `'${path}' には触れられない`,
  }),
  touches: (path: string): Texts => ({
    en: `'${path}' is not among the paths that the step touches`,
    ja: `'${path}' はステップの touches に含まれない`,
  }),
  unparsable: (reason: string): Texts => ({
    en: `command is not understood: ${reason}`,
    ja: `コマンドを解釈できない: ${reason}`,
  }),
  keyword: (word: string): Texts => ({
    en: `deny_if_contains '${word}' matched`,
    ja: `deny_if_contains '${word}' に一致`,
  }),
  pattern: (pattern: string): Texts => ({
    en: `deny pattern '${pattern}' matched`,
    ja: `禁止パターン '${pattern}' に一致`,
  }),
  rule: (id: string, reason: string | null): Texts =>
    same(reason === null ? `rule '${id}'` : `rule '${id}': ${reason}`),
  network: (network: string): Texts => ({
    en: `permissions.network is ${network}`,
    ja: `permissions.network は ${network}`,
  }),
  doubt: (doubts: readonly string[]): Texts => ({
    en: `a person looks at ${doubts.join(', ')}`,
    ja: `人の確認が必要: ${doubts.join(', ')}`,
  }),
  defaultDeny: same('execution_policy.default_action=deny'),
  default: (verdict: string): Texts => same(`permissions.default=${verdict}`),
  risk: (risk: string, steps: string): Texts => ({
    en: `risk ${risk} asks under approvals.steps ${steps}`,
    ja: `リスク ${risk} は approvals.steps ${steps} により承認が必要`,
  }),
  preview: (previews: string): Texts => ({
    en: `a write passes its preview under approvals.previews ${previews}`,
    ja: `書き込みは approvals.previews ${previews} によりプレビューの承認が必要`,
  }),
  executor: (profile: string): Texts =>
    same(`docker required: ${profile} profile rejects destructive apply operations outside docker`),
  networkOpen: (network: string): Texts => ({
    en: `network ${network} cannot be enforced here, so exec needs network full in the approved plan`,
    ja: `network ${network} をここでは強制できないため、承認済みプランの network full が必要`,
  }),
  confirmation: same(builtinIds.confirmation),
};
