/** A query that comes with the product: people find it by its name and learn from its sentence what it answers. */
export interface ReadyQuery {
  readonly name: string;
  readonly query: string;
  readonly en: QueryWords;
  readonly ja: QueryWords;
}

/** What a query is called and what it answers, in one language. */
export interface QueryWords {
  readonly title: string;
  readonly sentence: string;
}

/** The questions that people ask of the record again and again, the most important first. */
export const readyQueries: readonly ReadyQuery[] = [
  {
    name: 'deploy-without-approval',
    query: '{ span.holdpoint.approval.decision = "approved" } !<< { span:name = "holdpoint.step deploy" }',
    en: {
      title: 'Deploy without approval',
      sentence: 'Deploy steps beneath which nobody approved anything.',
    },
    ja: {
      title: '承認のないデプロイ',
      sentence: '配下に承認が一つもない deploy ステップ。',
    },
  },
  {
    name: 'failed-commands',
    query: '{ span:name = "execute_tool shell.run" && span:status = error }',
    en: { title: 'Failed commands', sentence: 'Commands of plans that ended with an error.' },
    ja: { title: '失敗したコマンド', sentence: 'エラーで終わった、計画のコマンド。' },
  },
  {
    name: 'rejected-approvals',
    query:
      '{ span.holdpoint.approval.decision = "rejected" } | select(span.holdpoint.approval.reason, span.gen_ai.tool.name)',
    en: { title: 'Rejected approvals', sentence: 'What people refused, with the reason they gave.' },
    ja: { title: '却下された承認', sentence: '人が断ったものと、その理由。' },
  },
  {
    name: 'denied-more-than-twice',
    query: '{ span.holdpoint.policy.decision = "deny" } | by(span.holdpoint.policy.rule_id) | count() > 2',
    en: {
      title: 'Denied more than twice',
      sentence: 'Runs in which one rule of the policy denied more than two calls.',
    },
    ja: {
      title: '3 回以上の拒否',
      sentence: '一つのポリシー規則が呼び出しを 3 回以上拒否した実行。',
    },
  },
  {
    name: 'git-failed-under-patch',
    query: '{ span.gen_ai.tool.name = "apply_patch" } >> { span:name =~ "git .*" && span:status = error }',
    en: {
      title: 'Git failed under a patch',
      sentence: 'Git commands that failed while a patch was applied.',
    },
    ja: { title: 'パッチ適用中の Git の失敗', sentence: 'パッチを適用する間に失敗した Git コマンド。' },
  },
  {
    name: 'many-tokens',
    query: '{ span.gen_ai.operation.name = "chat" } | sum(span.gen_ai.usage.output_tokens) > 20000',
    en: { title: 'Many tokens', sentence: 'Runs whose model calls wrote more than 20,000 tokens together.' },
    ja: { title: '多いトークン', sentence: 'モデル呼び出しの出力が合計 20,000 トークンを超えた実行。' },
  },
  {
    name: 'slow-runs',
    query: '{ trace:duration > 5m && resource.service.name = "holdpoint" } with (most_recent=true)',
    en: {
      title: 'Slow runs',
      sentence: 'Runs that took longer than five minutes, waiting for people included.',
    },
    ja: { title: '遅い実行', sentence: '人を待つ時間も含めて 5 分より長くかかった実行。' },
  },
  {
    name: 'failed-then-retried',
    query: '{ span.process.exit.code != 0 } && { span.holdpoint.step.attempt > 1 }',
    en: {
      title: 'Failed, then tried again',
      sentence: 'Runs with a command that ended with another code than 0 and a step that was tried again.',
    },
    ja: {
      title: '失敗と再試行',
      sentence: '終了コードが 0 でないコマンドと、再試行されたステップの両方がある実行。',
    },
  },
  {
    name: 'tool-durations',
    query:
      '{ span.gen_ai.operation.name = "execute_tool" } | quantile_over_time(span:duration, .5, .95) by (span.gen_ai.tool.name)',
    en: {
      title: 'Durations of tools',
      sentence: 'Median and 95th percentile of each tool’s seconds, over time.',
    },
    ja: { title: 'ツールの所要時間', sentence: 'ツールごとの秒数の中央値と 95 パーセンタイルの推移。' },
  },
  {
    name: 'error-rate',
    query: '({ span:status = error } | count_over_time()) / ({} | count_over_time()) > 0.1',
    en: { title: 'Error rate', sentence: 'When more than a tenth of all spans were errors.' },
    ja: { title: 'エラー率', sentence: '全スパンの 1 割を超えてエラーになった時間帯。' },
  },
];

/** A ready-made query by its name. */
export function readyQuery(name: string): ReadyQuery | undefined {
  return readyQueries.find((one) => one.name === name);
}
