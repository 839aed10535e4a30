import { errorClasses } from '#protocol/errors';
import { effects, risks } from '#protocol/policy';
import type { KeyTable } from './keyInfo';

const verdicts = ['allow', 'ask', 'deny'];
const flags = ['true', 'false'];
const duration = { en: 'A number of seconds, or with ms, s, m, h.', ja: '秒数、または ms, s, m, h 付き。' };

/** The keys of `retry`. */
export const retryKeys: KeyTable = {
  max_attempts: {
    en: 'All tries together, the first included; 1 to 100.',
    ja: '初回を含む試行の総数。1〜100。',
  },
  delay: { en: `Wait before the next try. ${duration.en}`, ja: `次の試行までの待ち時間。${duration.ja}` },
  mode: {
    en: 'Whether the wait stays or doubles.',
    ja: '待ち時間を固定するか、倍にしていくか。',
    words: ['fixed', 'exponential'],
  },
  max_delay: { en: `Longest wait. ${duration.en}`, ja: `最長の待ち時間。${duration.ja}` },
  jitter: { en: 'Adds up to 20 % to each wait.', ja: '各待ち時間に最大 20 % を加える。', words: flags },
  retry_on: {
    en: 'The classes of failure that are tried again.',
    ja: '再試行する失敗の種類。',
    words: errorClasses.filter((name) => !['auth', 'policy', 'internal', 'cancelled'].includes(name)),
    isList: true,
  },
};

/** The keys of `on_error`. */
export const onErrorKeys: KeyTable = {
  action: {
    en: 'What happens after the last failure.',
    ja: '最後の失敗の後に行うこと。',
    words: ['stop', 'continue', 'goto'],
  },
  target: { en: 'The step that `goto` leads to.', ja: '`goto` の行き先のステップ。', names: 'step' },
};

const matchKeys: KeyTable = {
  argv0: {
    en: 'Names of programs; aliases are folded.',
    ja: 'プログラム名。別名も同じとみなす。',
    isList: true,
    isOneEnough: true,
  },
  subcommand: {
    en: 'First operand, as in `git push`.',
    ja: '最初の引数。例: `git push`。',
    isList: true,
    isOneEnough: true,
  },
  flags: {
    en: 'One of these flags must be there.',
    ja: 'いずれかのフラグがあること。',
    isList: true,
    isOneEnough: true,
  },
  args: {
    en: 'Globs over any single argument.',
    ja: '引数 1 つずつに対する glob。',
    isList: true,
    isOneEnough: true,
  },
  path: {
    en: 'Globs over paths that the call touches.',
    ja: '触れるパスに対する glob。',
    isList: true,
    isOneEnough: true,
  },
  host: { en: 'Globs over names of hosts.', ja: 'ホスト名に対する glob。', isList: true, isOneEnough: true },
  effect: {
    en: 'What the tool does to the world.',
    ja: 'ツールが及ぼす作用。',
    words: effects,
    isList: true,
  },
};

const ruleKeys: KeyTable = {
  id: { en: 'Name of the rule; decisions tell it.', ja: 'ルールの名前。判定に表示される。' },
  effect: {
    en: 'Deny beats ask beats allow.',
    ja: 'deny は ask に、ask は allow に優先する。',
    words: verdicts,
  },
  tool: { en: 'Glob over names of tools.', ja: 'ツール名に対する glob。', names: 'tool' },
  match: {
    en: 'What the call must be like; every key must match.',
    ja: '呼び出しの条件。すべてのキーが一致すること。',
    keys: () => matchKeys,
  },
  reason: { en: 'Why, for those who read the decision.', ja: '判定を読む人への理由。' },
  until: { en: 'The moment after which the rule is void.', ja: 'この時刻を過ぎると無効になる。' },
};

const autoKeys: KeyTable = {
  id: { en: 'Name of the standing grant.', ja: '自動承認ルールの名前。' },
  subject: {
    en: 'What is granted.',
    ja: '承認の対象。',
    words: ['plan', 'step', 'preview', 'rollback', 'decision'],
  },
  digest: { en: 'Exactly this content.', ja: 'この内容に限る。' },
  tool: { en: 'Steps with this tool.', ja: 'このツールのステップ。', names: 'tool' },
  risk: { en: 'Up to this risk.', ja: 'このリスクまで。', words: risks },
  path: { en: 'Previews of these paths.', ja: 'これらのパスのプレビュー。' },
  until: { en: 'The moment after which the grant is void.', ja: 'この時刻を過ぎると無効になる。' },
};

/** The keys of `reliability`, and of the policies of flow files. */
export const reliabilityKeys: KeyTable = {
  timeout: { en: `Time of a whole run. ${duration.en}`, ja: `実行全体の制限時間。${duration.ja}` },
  fail_fast: {
    en: 'Whether a failure also stops what runs beside it.',
    ja: '失敗時に並行する処理も止めるか。',
    words: flags,
  },
  on_error: {
    en: 'What happens when a step has failed for good.',
    ja: 'ステップが最終的に失敗したときの動作。',
    words: ['stop', 'continue'],
    keys: () => onErrorKeys,
  },
  retry: {
    en: 'When and how a failure is tried again.',
    ja: '再試行の条件と方法。',
    keys: () => retryKeys,
    isNumberEnough: true,
  },
};

const permissionKeys: KeyTable = {
  default: { en: 'What no rule speaks about.', ja: 'どのルールにも当たらない場合の扱い。', words: verdicts },
  stop_on_deny: { en: 'Whether a deny ends the run.', ja: '拒否で実行を終えるか。', words: flags },
  network: {
    en: 'What may be reached.',
    ja: '到達してよい範囲。',
    words: ['none', 'llm', 'git', 'full'],
  },
  env_allow: { en: 'Environment variables that may be used.', ja: '使ってよい環境変数。', isList: true },
  require_executor: {
    en: 'Where steps must run.',
    ja: 'ステップの実行場所の条件。',
    words: ['any', 'isolated', 'container'],
  },
  deny_if_contains: { en: 'Whole words that deny a command.', ja: '含まれると拒否する語。', isList: true },
  deny_patterns: { en: 'Expressions that deny a command.', ja: '一致すると拒否する正規表現。', isList: true },
  rules: {
    en: 'Rules about tools, commands, paths and hosts.',
    ja: 'ツール、コマンド、パス、ホストのルール。',
    keys: () => ruleKeys,
    requires: ['id', 'effect'],
    isList: true,
  },
};

const approvalKeys: KeyTable = {
  plan: { en: 'Who approves plans.', ja: '計画の承認方法。', words: ['required', 'auto', 'rules'] },
  steps: {
    en: 'Which steps ask a person.',
    ja: '人に確認するステップ。',
    words: ['all', 'risk>=medium', 'risk>=high', 'auto', 'rules'],
  },
  previews: {
    en: 'Who approves previews.',
    ja: 'プレビューの承認方法。',
    words: ['required', 'auto', 'rules'],
  },
  required: { en: 'How many different people must agree.', ja: '必要な承認者の人数。' },
  expires: { en: `How long a request waits. ${duration.en}`, ja: `承認依頼の有効時間。${duration.ja}` },
  no_self: { en: 'Bars authors from their own work.', ja: '作成者自身の承認を禁じる。', words: flags },
  high_risk_confirmation: {
    en: 'Asks once more where the risk is high.',
    ja: 'リスクが高い場合に再確認する。',
    words: flags,
  },
  auto: { en: 'Standing grants.', ja: '自動承認のルール。', keys: () => autoKeys, isList: true },
};

const limitKeys: KeyTable = {
  max_steps: { en: 'Most steps of a plan.', ja: 'ステップ数の上限。' },
  max_visits: { en: 'Most visits of one step by loops and gotos.', ja: 'ループや goto による訪問の上限。' },
  max_concurrency: { en: 'Steps that run at once.', ja: '同時に実行するステップ数。' },
  max_memory_mb: { en: 'Memory of a step, in MiB.', ja: 'メモリの上限 (MiB)。' },
  max_cpu_percent: { en: 'Processor, in percent of one core.', ja: 'CPU の上限 (1 コア比 %)。' },
  hard: { en: 'Whether a step over its limit is ended.', ja: '上限を超えたら終了させるか。', words: flags },
  max_output_bytes: { en: 'Output that is kept of one call.', ja: '1 回の出力の上限 (バイト)。' },
  llm: {
    en: 'What models may cost.',
    ja: 'モデルの利用上限。',
    keys: () => ({
      max_tokens: { en: 'Most tokens of a run.', ja: 'トークン数の上限。' },
      max_cost_usd: { en: 'Most US dollars of a run.', ja: '費用の上限 (米ドル)。' },
    }),
  },
};

/** The families of settings of plans, steps and policy files. */
export const settingsKeys: KeyTable = {
  reliability: {
    en: 'Time, retries, failures.',
    ja: '制限時間、再試行、失敗時の動作。',
    keys: () => reliabilityKeys,
  },
  permissions: { en: 'What may be done.', ja: '許可する操作。', keys: () => permissionKeys },
  approvals: { en: 'Who is asked about what.', ja: '承認の方法。', keys: () => approvalKeys },
  limits: { en: 'Bounds of one run.', ja: '1 回の実行の上限。', keys: () => limitKeys },
};
