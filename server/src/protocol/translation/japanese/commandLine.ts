import type { Sentences } from '../sentences';

/** Sentences of the command line’s failures and its examination. */
export const commandLine: Sentences = {
  'a server elsewhere speaks MCP itself: give the agent its address with /mcp, and a token':
    '離れた場所のサーバーは自分で MCP を話します。エージェントに /mcp を付けたアドレスとトークンを渡してください',
  'nobody is on the list, so there is no door: name people with --user ID=ROLE or roles with --role ID=ROLE':
    '一覧に誰もいないため、入口を開きません。--user ID=ROLE で人を、--role ID=ROLE でロールを指定してください',
  '{0} lies in the workspace; who may decide is never said there':
    '{0} はワークスペースの中にあります。決められる人をそこで定めることはできません',
  'the flags': 'フラグ',
  '{0}: who may use the door is not clear': '{0}: 入口を使える人が明確ではありません',
  '{0} takes ID=ROLE, not {1}': '{0} は ID=ROLE の形で指定します。{1} は使えません',
  'there is no token of a bot: set HOLDPOINT_DISCORD_TOKEN, or hand it in on stdin with --token-stdin':
    'ボットのトークンがありません。HOLDPOINT_DISCORD_TOKEN を設定するか、--token-stdin で標準入力から渡してください',
  'the token of the bot holds what no token holds': 'ボットのトークンに、トークンには使えない文字があります',
  'cannot write {0}: {1}': '{0} に書けません: {1+}',
  'this message was answered already': 'このメッセージには既に応答しています',
  'another process answers in Discord for this workspace already':
    'このワークスペースのために、別のプロセスが既に Discord で応答しています',
  'the door of Discord runs where the workspace is; it is no client of a server elsewhere':
    'Discord の入口は、ワークスペースのある場所で動きます。離れた場所のサーバーには接続できません',
  'HOLDPOINT_DISCORD_API is no https: address, nor http: on this machine':
    'HOLDPOINT_DISCORD_API が、https: のアドレスでも、このマシンの http: のアドレスでもありません',
  'the server closed the connection': 'サーバーが接続を閉じました',
  'there is no token for the server of this workspace': 'このワークスペースのサーバーのトークンがありません',
  '--base-url: {0} is no https: address, nor http: on this machine':
    '--base-url: {0} は https: のアドレスでも、このマシンの http: のアドレスでもありません',
  'no server answers at {0}: {1}': '{0} で応答するサーバーがありません: {1+}',
  'what answers at {0} is no server of Holdpoint':
    '{0} で応答しているのは Holdpoint のサーバーではありません',
  'run {0} is interrupted; resume it with: holdpoint run --resume {1}':
    '実行 {0} は中断されています。再開するコマンド: holdpoint run --resume {1}',
  'the answer has the status {0}': '応答のステータスは {0} です',
  '{0} is no SHA-256 of 64 digits; holdpoint artifacts list shows them':
    '{0} は 64 桁の SHA-256 ではありません。holdpoint artifacts list で確認できます',
  '{0} is not a directory of its own; remove it and start again':
    '{0} はフォルダーではありません。取り除いてからもう一度起動してください',
  'no server lives for {0}': '{0} にはサーバーがありません',
  'there is no token for {0}: give --token or set HOLDPOINT_TOKEN':
    '{0} のトークンがありません。--token を付けるか HOLDPOINT_TOKEN を設定してください',
  '--root: no folder {0}': '--root: フォルダー {0} がありません',
  'a checkpoint needs a name: holdpoint checkpoint NAME':
    'チェックポイントには名前が必要です: holdpoint checkpoint NAME',
  '{0}: there is no such file': '{0}: そのようなファイルはありません',
  '{0}: this is not a file': '{0}: ファイルではありません',
  '{0}: {1} bytes are more than a plan may have ({2})':
    '{0}: {1} バイトは、プランの上限 ({2}) を超えています',
  '{0}: this is not UTF-8 text; save it as UTF-8':
    '{0}: UTF-8 のテキストではありません。UTF-8 で保存してください',
  '{0} has no hunk {1}; it has {2}, from 0': '{0} にハンク {1} はありません。0 から数えて {2} 個あります',
  '--hunk {0}: expected PATH:INDEX, such as src/a.ts:0':
    '--hunk {0}: src/a.ts:0 のような PATH:INDEX が必要です',
  'name a checkpoint, hash or run: logs/last_checkpoint.txt names none':
    'チェックポイント、ハッシュ、実行のいずれかを指定してください。logs/last_checkpoint.txt には何も書かれていません',
  'doctor tries this machine in a throw-away workspace; `check` looks at a server':
    'doctor は使い捨てのワークスペースでこのマシンを試します。サーバーを調べるのは `check` です',
  'a server runs where its workspace is': 'サーバーは、そのワークスペースのある場所で動きます',
  'a server can be stopped from elsewhere, and is started where its workspace is':
    'サーバーは離れた場所から停止できますが、起動するのはそのワークスペースのある場所です',
  'the log of a server lies where its workspace is; `logs search` asks its record':
    'サーバーのログは、そのワークスペースのある場所にあります。記録を調べるには `logs search` を使ってください',
  '{0}: not at {1}; leave --base-url and HOLDPOINT_BASE_URL out':
    '{0}: {1} ではできません。--base-url と HOLDPOINT_BASE_URL を付けずに実行してください',
  'the server at {0} was asked to stop and still answers':
    '{0} のサーバーに停止を求めましたが、まだ応答します',
  '{0}, version {1}, pid {2}, {3}': '{0}、バージョン {1}、pid {2}、{3}',
  'no token and a wrong one are refused': 'トークンがない場合と誤っている場合は拒否されました',
  '1 step, {0}; nothing of it is kept': '1 ステップ、{0}。何も残していません',
  'this token may not run plans; 1 step was judged instead':
    'このトークンではプランを実行できないため、代わりに 1 ステップを判定しました',
  'the server has no HTTP door; its log says why': 'サーバーに HTTP の入口がありません。理由はログにあります',
  '{0} does not answer: {1}': '{0} が応答しません: {1+}',
  '{0} answered {1}, not {2}': '{0} の応答は {1} です。{2} ではありません',
  'the server (pid {0}) was asked to stop and still lives':
    'サーバー (pid {0}) に停止を求めましたが、まだ動いています',
  'no server.json was written': 'server.json が書かれていません',
  'only its owner can read it': '読めるのは所有者だけです',
  'others may read the token file (mode {0})': 'トークンのファイルをほかの人が読めます (モード {0})',
  '{0}, version {1}, schema {2}, {3} bytes': '{0}、バージョン {1}、スキーマ {2}、{3} バイト',
  'list_dir: {0}': 'list_dir: {0}',
  'version {0}, {1}': 'バージョン {0}、{1}',
  '{0} event(s)': 'イベント {0} 件',
  'the record does not find the step that ran': '実行したステップが記録から見つかりません',
  '{0} artifact(s)': '成果物 {0} 件',
  '--env-from: {0}': '--env-from: {0+}',
  '--context: this is not JSON: {0}': '--context: JSON ではありません: {0+}',
  '--context: expected a JSON object': '--context: JSON オブジェクトが必要です',
  '--set {0}: expected KEY=VALUE, such as a.b=1': '--set {0}: a.b=1 のような KEY=VALUE が必要です',
  'Invalid policy override: {0}': 'ポリシーの上書きが不正です: {0+}',
  '--tracer otel needs an endpoint: --otlp-endpoint URL':
    '--tracer otel には送り先が必要です: --otlp-endpoint URL',
  '--otlp-endpoint: {0} is no address over HTTP': '--otlp-endpoint: {0} は HTTP のアドレスではありません',
  '--log-dir {0} and --output-dir {1} name two different folders':
    '--log-dir {0} と --output-dir {1} が別のフォルダーを指しています',
  'Ctrl-C at the command line': 'コマンドラインでの Ctrl-C',
  '{0} has errors:': '{0} に誤りがあります:',
  'the inputs do not fit the plan: {0}': '入力がプランに合いません: {0+}',
  'cannot write the cursor: process {0} holds {1}':
    'カーソルを書けません: プロセス {0} が {1} を保持しています',
  'the run has {0}': 'この実行は {0} を持っています',
  'plan version {0} is {1}': 'プランのバージョン {0} は「{1*}」です',
  'name a plan file, or a run to go on with: holdpoint run FILE':
    'プランファイルか、続ける実行を指定してください: holdpoint run FILE',
  '{0} has no plan yet; import one first': '{0} にはまだプランがありません。先に取り込んでください',
  'the plan was edited': 'プランが編集されました',
  'a command has at least one word': 'コマンドには 1 つ以上の語が必要です',
  'The wizard asks questions and needs a terminal.': 'ウィザードは質問をするため、端末が必要です。',
  'the questions were not answered': '質問に答えがありませんでした',
  'cannot read {0}: {1}': '{0} を読めません: {1+}',
  'no server has written {0} yet': '{0} を書いたサーバーはまだありません',
  'there is no {0}': '{0} はありません',
  '{0} is no run directory and holds none': '{0} は実行のフォルダーではなく、その中にもありません',
  'there is no store at {0}': '{0} にストアはありません',
  'the server of this folder keeps its record in {0}':
    'このフォルダーのサーバーは記録を {0} に保存しています',
  'a server owns the store; run holdpoint stop first':
    'サーバーがストアを保持しています。先に holdpoint stop を実行してください',
  'a server owns the store again; run holdpoint store vacuum once more':
    'サーバーが再びストアを保持しています。もう一度 holdpoint store vacuum を実行してください',
  'there is no query {0}; holdpoint trace queries lists them':
    'クエリ {0} はありません。一覧は holdpoint trace queries で表示できます',
  'the request is not understood': '要求を理解できません',
  '--{0} does not go with a metrics query': '--{0} はメトリクスのクエリには使えません',
  '--{0}: {1} is no time such as 2026-01-31T08:00:00Z':
    '--{0}: {1} は 2026-01-31T08:00:00Z のような時刻ではありません',
  '--step {0}': '--step {0+}',
  'name a trace or ask for one, not both':
    'トレースを名指しするか、条件で求めるか、どちらか一方にしてください',
  '{0}: no spans': '{0}: スパンがありません',
  'no trace matches': '一致するトレースがありません',
  'more than one trace matches: {0}, …': '複数のトレースが一致します: {0}, …',
  'more than one trace matches: {0}': '複数のトレースが一致します: {0}',
  'column 1: this finds numbers over time and no spans; use trace list':
    '列 1: これはスパンではなく、時間に沿った数値を求めるものです。trace list を使ってください',
  'give --secret-env or --secret-stdin, not both':
    '--secret-env か --secret-stdin のどちらか一方を指定してください',
  'stdin holds no secret': '標準入力にシークレットがありません',
  '{0} holds no secret': '{0} にシークレットがありません',
  '{0}: a plan version is a whole number from 1': '{0}: プランのバージョンは 1 以上の整数です',
  'a sub-command is missing; see --help': 'サブコマンドがありません。--help を見てください',
  'phase is {0}': 'フェーズが {0} です',
  'phase_state.json is not of run {0}: run it with --step-logs':
    'phase_state.json は実行 {0} のものではありません。--step-logs を付けて実行してください',
  'no step log': 'ステップのログがありません',
  '{0} has stopped=true': '{0} は stopped=true です',
  'job_loop enabled but not completed': 'job_loop が有効ですが、完了していません',
  'job_index ({0}) > max_jobs ({1})': 'job_index ({0}) が max_jobs ({1}) を超えています',
  '{0} cannot be read: {1}': '{0} を読めません: {1+}',
  'FAIL {0}': 'FAIL {0+}',
  'WARN {0}': 'WARN {0+}',
  'test passed': 'テストに合格しました',
  'test failed': 'テストに不合格です',
  'server not ready: {0}': 'サーバーの準備ができていません: {0+}',
  'runtime path not resolved: the server works in {0}':
    '実行場所を特定できません。サーバーは {0} で動いています',
  'no run': '実行がありません',
  'run {0} ended {1}': '実行 {0} は「{1*}」で終わりました',
};
