import type { Sentences } from '../sentences';

/** Sentences of sessions, approvals and runs. */
export const runs: Sentences = {
  'approval requested: {0} {1}': '承認の依頼: {0} {1}',
  'there is no approval {0}': '承認 {0} はありません',
  'approval expired: {0} {1}': '承認の期限切れ: {0} {1}',
  'plan rejected': 'プランを却下',
  'plan v{0} approved: {1}': 'プラン v{0} を承認: {1}',
  'slot {0} is not available: this version has in_place and worktree':
    'スロット {0} は使えません。このバージョンで使えるのは in_place と worktree です',
  'workspace.recipe.setup is not run by this version: make it the first steps of the plan':
    'このバージョンは workspace.recipe.setup を実行しません。プランの最初のステップにしてください',
  'the work tree {0} is gone: start a new run':
    'ワークツリー {0} がなくなりました。新しい実行を始めてください',
  'workspace.recipe.copy names {0}, which does not exist': 'workspace.recipe.copy にある {0} は存在しません',
  'slot {0} at {1}': 'スロット {0}: {1}',
  '{0}: changed in an editor and not saved. Save or revert it there, then approve again.':
    '{0}: エディターで変更され、保存されていません。そこで保存するか元に戻してから、もう一度承認してください。',
  'approved: {0} {1}': '承認: {0} {1}',
  'approval {0} of {1}: {2} {3}': '{1} のうち {0} 人目の承認: {2} {3}',
  'rejected: {0} {1}: {2}': '却下: {0} {1}: {2}',
  'approval {0} expired at {1}': '承認 {0} は {1} に期限が切れました',
  'policy bars {0} from approving their own work': 'ポリシーにより、{0} は自分の作業を承認できません',
  '{0} has already approved; {1} people are needed': '{0} は既に承認しています。{1} 人の承認が必要です',
  'this step is of high risk: confirm it in so many words':
    'このステップは高リスクです。はっきりと確認してください',
  'policy is invalid, nothing runs: {0}': 'ポリシーに誤りがあるため、何も実行しません: {0+}',
  'plan and step approvals are required before execution': '実行の前に、プランとステップの承認が必要です',
  'the approval of this plan expired at {0}: approve it again':
    'このプランの承認は {0} に期限が切れました。もう一度承認してください',
  'the policy or plan has changed since this plan was approved: approve it again':
    'このプランの承認の後で、ポリシーかプランが変更されています。もう一度承認してください',
  'plan v{0} of {1} is no longer in the content store: import it again':
    '{1} のプラン v{0} が内容の保管場所にもうありません。もう一度取り込んでください',
  'preview gate rejected: preview payload is required and must include path/diff/new_sha256':
    'プレビューの関門で拒否: プレビューの内容が必要で、path/diff/new_sha256 を含まなければなりません',
  'preview gate rejected: no direct or matching preview record found in this session':
    'プレビューの関門で拒否: このセッションに、直接の、または一致するプレビューの記録がありません',
  '{0}: its preview is {1}; draft the change again':
    '{0}: プレビューは {1} です。変更をもう一度下書きしてください',
  '{0}: the previewed bytes are no longer in the content store':
    '{0}: プレビューのバイト列が内容の保管場所にもうありません',
  'no tool {0}': 'ツール {0} はありません',
  'executor {0} is not available: this version runs local only':
    '実行環境 {0} は使えません。このバージョンで使えるのは local だけです',
  'with/{0}: {1}': 'with/{0}: {1+}',
  'step {0}: inputs of {1} are wrong: {2}': 'ステップ {0}: {1} の入力が正しくありません: {2+}',
  'the run broke off; the server’s log says why': '実行が途中で止まりました。理由はサーバーのログにあります',
  'step {0}: the items of its loop are no list': 'ステップ {0}: ループの items が一覧ではありません',
  'step {0}: no value yet for {1}': 'ステップ {0}: 値が未確定: {1}',
  'max_visits_reached: step {0} was visited {1} times':
    '訪問回数の上限に達しました (max_visits_reached): ステップ {0} を {1} 回訪れました',
  'step {0} succeeded': 'ステップ {0} が成功',
  'step {0} chose no route': 'ステップ {0} はどの経路も選びませんでした',
  'step {0} failed: {1}': 'ステップ {0} が失敗: {1+}',
  'step {0}: failure handled by {1}': 'ステップ {0}: 失敗を {1} で処理',
  'step {0} carried over from {1}': 'ステップ {0} の結果を {1} から引き継ぎ',
  'this session and plan ask for': 'このセッションとプランが求める',
  'the policy files ask for': 'ポリシーファイルが求める',
  'profile {0} is weaker than {1}, which {2}': 'プロファイル {0} は、{2+} {1} より緩いものです',
  'one of {0}': '次のいずれか: {0}',
  'run {0} of plan v{1}: {2}': 'プラン v{1} の実行 {0}: {2}',
  'run {0} started': '実行 {0} を開始',
  'inputs are wrong: {0}': '入力が正しくありません: {0+}',
  'preview {0} {1}: {2} hunk': 'プレビュー {0} {1}: {2} ハンク',
  'preview {0} {1}: {2} hunks': 'プレビュー {0} {1}: {2} ハンク',
  '{0}: {1} of {2} hunks kept{3}': '{0}: {2} 個のうち {1} 個のハンクを採用{3}',
  'preview {0} is {1}: its hunks can no longer be chosen':
    'プレビュー {0} は {1} です。ハンクはもう選べません',
  'preview {0} is being applied: its hunks can no longer be chosen':
    'プレビュー {0} は適用中です。ハンクはもう選べません',
  '{0} has hunks 0 to {1}, not {2}': '{0} のハンクは 0 から {1} までです。{2} はありません',
  'hunk {0} is both accepted and rejected': 'ハンク {0} が、採用と却下の両方にあります',
  'the previewed bytes are no longer in the content store: draft the change again':
    'プレビューのバイト列が内容の保管場所にもうありません。変更をもう一度下書きしてください',
  'before {0}': '{0} の前',
  'CHECKPOINT {0}': 'チェックポイント {0}',
  'commit CHECKPOINT {0}': 'コミット CHECKPOINT {0}',
  "Step '{0}' would fail: program '{1}' was not found on this machine.":
    "ステップ '{0}' は失敗します: このマシンにプログラム '{1}' が見つかりません。",
  'granted by policy': 'ポリシーによる承認',
  '{0} error': '{0} 件の誤り',
  '{0} errors': '{0} 件の誤り',
  'the plan has {0}:\n{1}': 'プランに誤りがあります ({0+}):\n{1+}',
  'the next version is {0}, not {1}': '次のバージョンは {0} です。{1} ではありません',
  'plan v{0} imported: {1}': 'プラン v{0} を取り込み: {1}',
  'plan v{0} has no errors': 'プラン v{0} に誤りはありません',
  'session is not executable in status: cancelled': 'セッションの状態が cancelled のため、実行できません',
  'run {0} was interrupted by the end of the server; resume it with: holdpoint run --resume {1}':
    '実行 {0} は、サーバーの終了により中断されました。続けるには: holdpoint run --resume {1}',
  'step {0} skipped: {1}': 'ステップ {0} をスキップ: {1+}',
  'precondition failed: {0}': '前提条件を満たしていません: {0+}',
  'when: {0}': 'when: {0+}',
  'while: {0}': 'while: {0+}',
  'rejected by {0}: {1}': '{0} が却下: {1}',
  'check failed: {0}': 'チェックに失敗しました: {0+}',
  'check {0} passed: {1}': 'チェック {0} に合格: {1+}',
  'check {0} failed: {1}': 'チェック {0} に不合格: {1+}',
  'run {0}: {1}': '実行は {0}: {1+}',
  'done condition failed: {0}': '完了条件を満たしていません: {0+}',
  'run timed out after {0} seconds': '実行が {0} 秒でタイムアウトしました',
  'nobody waits': '待っている者がいません',
  'carried over from {0}': '{0} から引き継ぎ',
  'approved by {0}: step {1} ({2})': '{0} が承認: ステップ {1} ({2+})',
  'the server ended while this step ran; its effects are unknown':
    'このステップの実行中にサーバーが終了しました。何が行われたかは分かりません',
  '{0}: changed in an editor and not saved; step {1} asks again before it writes':
    '{0}: エディターで変更され、保存されていません。ステップ {1} は、書く前にもう一度確認を求めます',
  'approval {0} of step {1} no longer covers what would run: digest_mismatch':
    'ステップ {1} の承認 {0} は、これから実行するものをもう覆っていません: digest_mismatch',
  'HEAD moved from {0} to {1} while the run was under way': '実行中に HEAD が {0} から {1} に移動しました',
  'outside the workspace': 'ワークスペースの外',
  '{0}: steps never write {1}': '{0}: ステップが書いてはならない場所です: {1+}',
  '{0} did not stop when it was told to': '{0} は、停止を求められても止まりませんでした',
  '{0} cannot apply': '{0} には適用するものがありません',
  '{0} does nothing': '{0} は何もしません',
  "Node '{0}' timed out after {1} seconds": "ノード '{0}' が {1} 秒でタイムアウトしました",
  'a step without calls': '呼び出しのないステップです',
  'the call has ended': '呼び出しは終わっています',
  'step {0} started': 'ステップ {0} を開始',
  'step {0} attempt {1}': 'ステップ {0} 試行 {1}',
  'step {0} attempt {1} {2}': 'ステップ {0} 試行 {1} {2*}',
  'step {0} attempt {1} failed ({2}); again in {3} ms':
    'ステップ {0} の試行 {1} が失敗 ({2+})。{3} ミリ秒後に再試行',
  'step {0} is ready': 'ステップ {0} の準備完了',
  'max_steps_reached: {0}': 'ステップ数の上限に達しました (max_steps_reached): {0}',
  'the approval of plan v{0} was revoked': 'プラン v{0} の承認は取り消されました',
  'plan v{0} is {1}: there is nothing to reject': 'プラン v{0} は {1} です。却下するものがありません',
  'plan v{0} revoked': 'プラン v{0} を取り消し',
  'session {0} has no plan v{1}': 'セッション {0} にプラン v{1} はありません',
  'the plan you were shown is not the one that is stored':
    '表示されたプランは、保存されているものと異なります',
  'profile strict asks for every step: scope remaining is not allowed':
    'プロファイル strict はステップごとに確認を求めます。残り全体への承認は使えません',
  'approved by {0}': '{0} が承認',
  'plan v{0} is {1} and cannot be approved': 'プラン v{0} は {1} のため承認できません',
  'the plan has no step {0}': 'プランにステップ {0} はありません',
  '{0} has errors': '{0} に誤りがあります',
  'name a session or a plan file': 'セッションかプランファイルを指定してください',
  'session {0} has no plan': 'セッション {0} にはプランがありません',
  'no profile {0}: one of {1}': 'プロファイル {0} はありません。次のいずれかです: {1}',
  'run {0} cannot be continued: its plan, inputs or trace are gone':
    '実行 {0} は続けられません。プラン、入力、トレースのいずれかがなくなっています',
  'run {0} cannot be continued: its policy settings are gone':
    '実行 {0} は続けられません。そのポリシーの設定がなくなっています',
  'run {0} is {1}: it cannot be resumed': '実行 {0} は {1} です。再開できません',
  'run {0} resumed': '実行 {0} を再開',
  'it failed': '失敗しました',
  "Stage node '{0}' failed after {1} attempt(s): {2}":
    "ステージノード '{0}' は {1} 回の試行の後に失敗しました: {2+}",
  'run {0} is {1}: it cannot be paused': '実行 {0} は {1} です。一時停止できません',
  'run {0} paused': '実行 {0} を一時停止',
  'session needs replan before execution': 'このセッションを実行するには、新しいプランが必要です',
  'run {0} of this session is still {1}': 'このセッションの実行 {0} はまだ {1} です',
  'run {0} is {1} already': '実行 {0} は既に {1} です',
  'run {0} cancelled by {1}: {2}': '実行 {0} を {1} が中止: {2}',
  'name a session_id or a run_id': 'session_id か run_id を指定してください',
  'the run of plan v{0} has {1}': 'プラン v{0} の実行は {1} です',
  'run {0} is {1}': '実行 {0} は「{1*}」です',
  'run {0} is {1}; resume it with: holdpoint run --resume {2}':
    '実行 {0} は {1} です。再開するには: holdpoint run --resume {2}',
  'plan v{0} has no step {1}': 'プラン v{0} にステップ {1} はありません',
  'the plan cannot be run: {0}': 'このプランは実行できません: {0+}',
  'plan: is a text or an object': 'plan: テキストかオブジェクトです',
  'is a text or an object': 'テキストかオブジェクトです',
  'no plan is given, and the workspace has no holdpoint.plan.yaml':
    'プランが指定されておらず、ワークスペースに holdpoint.plan.yaml もありません',
  'tracer {0} failed {1} time(s); the record of the run is whole':
    'トレーサー {0} が {1} 回失敗しました。実行の記録は完全です',
  'no answer in time': '時間内に応答がありません',
  'session {0}': 'セッション {0}',
  'session {0} deleted': 'セッション {0} を削除',
  'session {0} stopped: {1}': 'セッション {0} を停止: {1}',
  'step {0} comes after {1}': 'ステップ {0} は {1} の後です',
  'execute {0} asked by {1}': '{0} の実行を {1} が依頼',
  'step {0} is {1}': 'ステップ {0} は「{1*}」です',
  'run {0} has {1}: {2}': '実行 {0} は {1} です: {2+}',
  'step {0} is of high risk: confirm it in so many words':
    'ステップ {0} は高リスクです。はっきりと確認してください',
  'the approval of step {0} no longer covers what would run':
    'ステップ {0} の承認は、これから実行するものをもう覆っていません',
  'step {0} can be approved only when it is ready: {1}':
    'ステップ {0} を承認できるのは準備ができたときだけです: {1+}',
  'skip {0} asked by {1}': 'ステップ {0} のスキップを {1} が依頼',
  'webhook {0} was not told of {1}: given up after {2} tries ({3})':
    'webhook {0} に {1} を伝えられませんでした: {2} 回試して中止しました ({3+})',
};
