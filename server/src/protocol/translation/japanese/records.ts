import type { Sentences } from '../sentences';

/** Sentences about the record, checkpoints, reviews and reports. */
export const records: Sentences = {
  ' visit {0}': ' {0} 回目',
  ' by run {0}': ' 実行者 {0}',
  'step {0} ({1}){2} {3}': 'ステップ {0} ({1}){2} {3}',
  'column {0}: {1}': '列 {0}: {1+}',
  'column 1: this is a metrics query: its answer is a series of numbers, which trace/series gives':
    '列 1: これはメトリクスのクエリです。その答えは数値の系列で、trace/series が返します',
  'column 1: this finds spans: a series of numbers needs a function over time, such as | rate()':
    '列 1: これはスパンを求めるものです。数値の系列には | rate() のような時間の関数が必要です',
  'there is no trace yet': 'トレースはまだありません',
  'there is no trace {0}': 'トレース {0} はありません',
  '{0} steps are more than {1}; take longer ones':
    '間隔の数 {0} が {1} を超えています。間隔を長くしてください',
  'artifact {0}': '成果物 {0}',
  'there is no preview {0}': 'プレビュー {0} はありません',
  'before rollback {0}': 'ロールバック {0} の前',
  '{0} (judged again when its inputs are known)': '{0+} (入力が分かった時点で改めて判定)',
  'Run succeeded: {0} step succeeded, {1} skipped.': '実行は成功しました: 成功 {0} ステップ、スキップ {1}。',
  'Run succeeded: {0} steps succeeded, {1} skipped.': '実行は成功しました: 成功 {0} ステップ、スキップ {1}。',
  "Step '{0}' was denied: {1}": "ステップ '{0}' は拒否されました: {1+}",
  "Step '{0}' failed after {1} attempt: {2}": "ステップ '{0}' は {1} 回の試行の後に失敗しました: {2+}",
  "Step '{0}' failed after {1} attempts: {2}": "ステップ '{0}' は {1} 回の試行の後に失敗しました: {2+}",
  'Run running: step {0}.': '実行中: ステップ {0}。',
  'Run {0}.': '実行: {0*}。',
  'Run {0}: {1}': '実行: {0*}: {1+}',
  'there is no run yet': '実行はまだありません',
  'there is no run {0}': '実行 {0} はありません',
  'report of {0} written ({1})': '{0} のレポートを書き出し ({1})',
  'run {0} was imported: it can be read, not carried out; import its plan to run that':
    '実行 {0} は取り込まれたもので、読むことはできますが実行はできません。実行するには、そのプランを取り込んでください',
  'the plan of run {0} is no longer in the record': '実行 {0} のプランは、もう記録にありません',
  'session {0} created for the imported run {1}': '取り込まれた実行 {1} のためにセッション {0} を作成',
  'run {0} imported from a run directory: {1} row(s)': '実行 {0} を実行のフォルダーから取り込み: {1} 行',
  '{0} is no run directory: it has neither a run log nor documents':
    '{0} は実行のフォルダーではありません。実行ログも文書もありません',
  '{0} names a run whose id is none': '{0} が示す実行の ID は、ID になっていません',
  'run {0} is in the record already': '実行 {0} は既に記録にあります',
  'no limit of age': '期間の制限なし',
  '{0} day(s)': '{0} 日',
  'no limit of size': 'サイズの制限なし',
  '{0} bytes': '{0} バイト',
  'retention set to {0} and {1}': '保存の制限を{0+}、{1+}に設定',
  '{0} run(s) and {1} other trace(s) were removed from the record':
    '{0} 件の実行と、ほかの {1} 件のトレースを記録から削除しました',
  'run {0} pinned: it is kept': '実行 {0} を固定: 保存されます',
  'run {0} unpinned': '実行 {0} の固定を解除',
  'run {0} is {1}: the store is made small when no run is live or waits':
    '実行 {0} は「{1*}」です。ストアを小さくできるのは、進行中や待機中の実行がないときです',
  'before: {0} is not a time such as 2026-01-31T00:00:00Z':
    'before: {0} は 2026-01-31T00:00:00Z のような時刻ではありません',
  'there is no run log of {0}': '{0} の実行ログはありません',
  'since: {0} is not a time such as 2026-01-31T00:00:00Z':
    'since: {0} は 2026-01-31T00:00:00Z のような時刻ではありません',
  'there is no session {0}': 'セッション {0} はありません',
  'there is no artifact {0}': '成果物 {0} はありません',
  'too many spans wait to be stored; try again': '保存を待つスパンが多すぎます。もう一度試してください',
  '{0} is a ready-made query; choose another name': '{0} は用意されたクエリです。別の名前にしてください',
  'this holds a secret, which is not stored; ask without it':
    'シークレットが含まれているため保存しません。それを除いてください',
  'a query with the name {0} exists; replace it or choose another name':
    '{0} という名前のクエリがあります。置き換えるか、別の名前にしてください',
  'there is no saved query with the name {0}': '{0} という名前の保存されたクエリはありません',
  'there is no span {0} in this trace': 'このトレースにスパン {0} はありません',
  'the approval is not about preview {0}': 'この承認の対象はプレビュー {0} ではありません',
  'preview {0} is named twice': 'プレビュー {0} が 2 回指定されています',
  '{0}: comment: {1}': '{0}: コメント: {1}',
  'step {0} has not run': 'ステップ {0} はまだ実行されていません',
  'step {0} drafts nothing: ask for a new plan version':
    'ステップ {0} は何も下書きしません。プランの新しいバージョンを求めてください',
  'step {0} no longer proposes a change of {1}: ask for a new plan version':
    'ステップ {0} は {1} の変更をもう提案しません。プランの新しいバージョンを求めてください',
  'approval {0} is about a {1}': '承認 {0} の対象は {1} です',
  'the file list of this rollback waits for approval': 'このロールバックのファイル一覧は承認を待っています',
  'this rollback is {0}': 'このロールバックは {0} です',
  'the file list is not the one that was approved': 'ファイル一覧が、承認されたものと異なります',
  'rollback of {0}: {1} file restored': '{0} のロールバック: {1} 個のファイルを戻しました',
  'rollback of {0}: {1} files restored': '{0} のロールバック: {1} 個のファイルを戻しました',
  '{0}: changed since the list was made. No file was changed; prepare the rollback again.':
    '{0}: 一覧を作った後に変更されました。どのファイルも変更していません。ロールバックをもう一度準備してください',
  '{0}: the bytes to put back are no longer kept': '{0}: 元に戻すバイト列はもう保存されていません',
  'there is no checkpoint, run or rollback {0}':
    'チェックポイント、実行、ロールバックのどれにも {0} はありません',
  'run {0} did not write {1}': '実行 {0} は {1} に書いていません',
  'rollback of {0} was cut off and taken back: prepare it again':
    '{0} のロールバックは途中で切れ、取り消されました。もう一度準備してください',
  '{0}: a request to another machine cannot be taken back': '{0}: 別のマシンへの要求は取り消せません',
  '{0}: a change to the repository history is not undone by rollback':
    '{0}: リポジトリの履歴の変更は、ロールバックでは元に戻りません',
  '{0}: what a command does outside the recorded files cannot be taken back':
    '{0}: 記録されたファイルの外でコマンドが行うことは取り消せません',
  '{0} rows of type end_condition instead of one': 'end_condition 型の行が 1 つではなく {0} あります',
  'distinct rounds': '異なるラウンド',
  'round summaries': 'ラウンドの要約',
  'ended_round is {0}, but there are {1} {2}': 'ended_round は {0} ですが、{2+}は {1} あります',
  'began {0} and ended {1} times': 'が {0} 回始まり、{1} 回終わりました',
  'visit {0} of node {1} {2}': 'ノード {1} の {0} 回目の訪問{2+}',
  'seq of row {0} is {1}': '{0} 行目の seq が {1} です',
  'visit {0} of node {1} ended before it began': 'ノード {1} の {0} 回目の訪問が、始まる前に終わっています',
  'node {0} began before {1} ended': 'ノード {0} が、{1} の終わる前に始まっています',
  'no row of type {0}': '{0} 型の行がありません',
  'no row of type context': 'context 型の行がありません',
  '{0} rows of type context': 'context 型の行が {0} あります',
  'the context is not the first row': 'context が最初の行ではありません',
  'the context names no inputs': 'context に入力がありません',
  'node {0} has no stage_checkpoint': 'ノード {0} に stage_checkpoint がありません',
  'there were rounds and no graph_node tells of them':
    'ラウンドがありましたが、それを示す graph_node がありません',
  ' ({0} more)': ' (ほか {0} 件)',
  'runlog.jsonl is missing': 'runlog.jsonl がありません',
  '{0} damaged line(s) of runlog.jsonl were left out': 'runlog.jsonl の壊れた {0} 行を省きました',
  '{0} holds no JSON object and was left out': '{0} は JSON オブジェクトではないため省きました',
  'an older directory without manifest.json': 'manifest.json のない古いフォルダーです',
  'manifest.json is missing': 'manifest.json がありません',
  'the log has no end: the run is taken as interrupted':
    'ログに終わりがないため、実行は中断されたものとして扱います',
  'The session was stopped; create a new one.':
    'セッションは停止されています。新しいセッションを作ってください。',
  'The last run failed: import and approve a new version of the plan.':
    '前回の実行は失敗しました。プランの新しいバージョンを取り込み、承認してください。',
  'The session has no plan yet.': 'セッションにはまだプランがありません。',
  'Step {0} waits for a decision.': 'ステップ {0} は決定を待っています。',
  'Step {0} waits, but no request is open; this asks anew.':
    'ステップ {0} は待っていますが、未決定の依頼がありません。このコマンドで改めて依頼します。',
  'The run is {0}.': '実行は {0} です。',
  'A run is under way.': '実行が進行中です。',
  'The run broke off: {0}': '実行が途切れました: {0+}',
  'Plan v{0} waits for approval.': 'プラン v{0} は承認を待っています。',
  'Step {0} can be executed.': 'ステップ {0} を実行できます。',
  'Plan v{0} is approved and can run.': 'プラン v{0} は承認されており、実行できます。',
  'The last run {0}.': '前回の実行は {0} です。',
};
