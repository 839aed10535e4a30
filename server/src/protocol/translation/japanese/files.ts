import type { Sentences } from '../sentences';

/** Sentences about files, patches, git and tools. */
export const files: Sentences = {
  'no model {0}': 'モデル {0} はありません',
  'git {0} failed in {1} (exit code {2}): {3}': 'git {0} が {1} で失敗しました (終了コード {2}): {3}',
  'checkpoint {0}': 'チェックポイント {0}',
  '{0} is no checkpoint id': '{0} はチェックポイントの ID ではありません',
  '{0} is not in a git work tree; run git init, or do it without git':
    '{0} は git のワークツリーの中にありません。git init を実行するか、git なしで行ってください',
  'a commit needs at least one path: name what to commit (at the command line with --path)':
    'コミットには 1 つ以上のパスが必要です: コミットするものを指定してください (コマンドラインでは --path)',
  "{0}/.holdpoint is part of this repository, so it is not yours alone; remove it ('git rm -r --cached .holdpoint', then the folder) and start again":
    "{0}/.holdpoint はこのリポジトリの一部であり、あなただけのものではありません。取り除いてから ('git rm -r --cached .holdpoint'、次にフォルダー) もう一度開始してください",
  'there is nothing to commit in {0}': '{0} にはコミットするものがありません',
  "{0} goes through the filter '{1}' that this repository's own settings name; git would run its program, so commit it yourself":
    "{0} は、このリポジトリ自身の設定が指すフィルター '{1}' を通ります。git がそのプログラムを実行することになるため、自分でコミットしてください",
  "program '{0}' was not found": "プログラム '{0}' が見つかりませんでした",
  "'{0}' is a batch file and cannot run without a shell":
    "'{0}' はバッチファイルのため、シェルなしでは実行できません",
  "program 'node' was not found": "プログラム 'node' が見つかりませんでした",
  'this machine cannot keep a command from the network':
    'このマシンでは、コマンドをネットワークから切り離せません',
  "program '{0}' is not executable": "プログラム '{0}' は実行可能ではありません",
  "the arguments of '{0}' are too long": "'{0}' の引数が長すぎます",
  "program '{0}' could not be started: {1}": "プログラム '{0}' を起動できませんでした: {1+}",
  "the user's policy cannot be read, so nothing runs: {0}":
    'ユーザーのポリシーを読めないため、何も実行しません: {0+}',
  '{0} is no slot id': '{0} はスロットの ID ではありません',
  'no work tree could be made: {0}; use --slot in_place, or commit something in a git repository first':
    'ワークツリーを作れませんでした: {0}。--slot in_place を使うか、先に git リポジトリで何かをコミットしてください',
  '{0}: {1} ({2}). No file was changed. To go on, {3} and apply again.':
    '{0}: {1+} ({2})。ファイルは何も変更されていません。続けるには、{3+}、もう一度適用してください。',
  '{0}: its directory was moved or replaced while it was being written':
    '{0}: 書いている間に、フォルダーが移動されたか置き換えられました',
  '{0}: changed since the preview was made. No file was changed; preview again.':
    '{0}: プレビューの後で変更されています。ファイルは何も変更されていません。もう一度プレビューしてください。',
  'written, but somebody wrote into the old file at that moment; what they wrote is kept in {0}':
    '書き込みましたが、その瞬間にほかの誰かが古いファイルに書きました。その内容は {0} に残してあります',
  '{0}: written, but the disk did not confirm that it is durable; check the disk':
    '{0}: 書き込みましたが、永続化をディスクが確認しませんでした。ディスクを確認してください',
  '{0}: could not be put back; the old bytes lie beside it in .holdpoint-*.old.tmp':
    '{0}: 元に戻せませんでした。古いバイト列は、隣の .holdpoint-*.old.tmp にあります',
  '{0} is written twice at once': '{0} が一度に 2 回書かれています',
  'leads outside the workspace': 'ワークスペースの外を指しています',
  "steps never write git's own files": 'ステップは git 自身のファイルに書きません',
  "steps never write Holdpoint's state": 'ステップは Holdpoint の状態に書きません',
  'steps never write a policy file': 'ステップはポリシーファイルに書きません',
  'is a symlink; write the file that it points to':
    'シンボリックリンクです。リンク先のファイルに書いてください',
  'is not a regular file': '通常のファイルではありません',
  '{0}: leads outside the workspace': '{0}: ワークスペースの外を指しています',
  '{0}: there is no such directory': '{0}: そのようなフォルダーはありません',
  '{0} does not exist, so there is nothing to delete': '{0} は存在しないため、削除するものがありません',
  'another encoding than UTF-8 (perhaps Latin-1)': 'UTF-8 以外の文字コード (おそらく Latin-1)',
  'a binary file': 'バイナリファイル',
  'a file in {0}': '{0+}のファイル',
  '{0} is or would become {1}; only UTF-8 text can be changed in place':
    '{0} は{1+}であるか、そうなります。その場で変更できるのは UTF-8 のテキストだけです',
  'line {0} of the patch is not a hunk header like "@@ -1,2 +1,3 @@"':
    'パッチの {0} 行目は "@@ -1,2 +1,3 @@" のようなハンクの見出しではありません',
  'line {0} of the patch is in a hunk but begins with none of " ", "+", "-"':
    'パッチの {0} 行目はハンクの中にありますが、" "、"+"、"-" のどれでも始まっていません',
  'line {0} of the patch: "\\ No newline at end of file" stands before the end of the file':
    'パッチの {0} 行目: "\\ No newline at end of file" がファイルの終わりより前にあります',
  'line {0} of the patch: this part renames or copies a file; delete the one and create the other':
    'パッチの {0} 行目: この部分はファイルを改名または複製します。一方を削除し、他方を作成してください',
  'line {0} of the patch: this part is binary': 'パッチの {0} 行目: この部分はバイナリです',
  'line {0} of the patch: the file names cannot be read': 'パッチの {0} 行目: ファイル名を読めません',
  '{0}: the patch does not fit': '{0}: パッチが合いません',
  'ends the file too early': 'は、ファイルを早く終わらせています',
  'has no line to find its place by; add context':
    'には、場所を見つけるための行がありません。前後の行を加えてください',
  'lines {0} and {1}': '{0} 行目と {1} 行目',
  'fits at {0}; add context so that it fits in one place only':
    'は{0+}に合います。1 か所だけに合うように前後の行を加えてください',
  'is already applied': 'は既に適用されています',
  'line {0} differs': '{0} 行目が違います',
  'the file ends before': 'その前にファイルが終わっています',
  'does not match the file: {0}': 'はファイルと一致しません: {0+}',
  '{0}: hunk {1} (line {2} of the patch) {3}': '{0}: ハンク {1} (パッチの {2} 行目) {3+}',
  'line {0} of the patch: a hunk without the name of its file':
    'パッチの {0} 行目: ファイル名のないハンクです',
  'the patch names no file ("--- a/path" and "+++ b/path" are missing)':
    'パッチにファイル名がありません ("--- a/path" と "+++ b/path" が必要です)',
  'the patch changes {0} in more than one part': 'パッチが {0} を複数の部分で変更しています',
  '{0} does not exist; the patch is already applied': '{0} は存在しません。パッチは既に適用されています',
  '{0} does not exist; the patch cannot change it': '{0} は存在しないため、パッチで変更できません',
  'the patch deletes {0} but does not list all of its lines':
    'パッチは {0} を削除しますが、すべての行を列挙していません',
  'line {0} of the patch: both names are /dev/null': 'パッチの {0} 行目: 両方の名前が /dev/null です',
  'the patch renames {0} to {1}; delete the one and create the other':
    'パッチが {0} を {1} に改名しています。一方を削除し、他方を作成してください',
  'line {0} of the patch: nothing follows about {1}': 'パッチの {0} 行目: {1} についての続きがありません',
  'the patch creates {0} but has lines that are not added':
    'パッチは {0} を作成しますが、追加でない行があります',
  '{0} exists; the patch is already applied': '{0} は存在します。パッチは既に適用されています',
  '{0} exists; the patch would create it': '{0} は存在しますが、パッチはそれを作成しようとしています',
  '{0} is not as the write left it': '{0} は、書き込んだときの状態ではありません',
  '{0} was approved but is not in the given preview':
    '{0} は承認されましたが、指定されたプレビューにありません',
  'no approved preview to apply': '適用する承認済みのプレビューがありません',
  '{0} is a directory': '{0} はフォルダーです',
  '{0} is not text in UTF-8; read it with encoding: base64':
    '{0} は UTF-8 のテキストではありません。encoding: base64 で読んでください',
  '{0} is not a directory': '{0} はフォルダーではありません',
  "the payload is no list and has none under '{0}'": "内容がリストではなく、'{0}' の下にもリストがありません",
  "'{0}' is not one of the choices {1}": "'{0}' は選択肢 {1} にありません",
  'the server answered {0}': 'サーバーの応答は {0} です',
  'the request was cancelled': '要求は中止されました',
  'nobody answered in time': '時間内に応答がありませんでした',
  'the request failed: {0}': '要求が失敗しました: {0+}',
  "'{0}' timed out": "'{0}' がタイムアウトしました",
  "'{0}' was cancelled": "'{0}' は中止されました",
  'by signal {0}': 'シグナル {0} で',
  'with exit code {0}': '終了コード {0} で',
  "'{0}' ended {1}": "'{0}' が{1+}終了しました",
  'holds a NUL character': 'NUL 文字が含まれています',
  'is empty': '空です',
  'either argv or script is needed': 'argv か script のどちらかが必要です',
  'goes together with script: bash or powershell': 'script と一緒に使います: bash または powershell',
  'no test command was given or detected': 'テストのコマンドが指定されておらず、見つかりもしませんでした',
  'no tests were found': 'テストが見つかりませんでした',
  'is not base64': 'base64 ではありません',
  '{0} leads outside the workspace': '{0} はワークスペースの外を指しています',
  '{0} is not a file': '{0} はファイルではありません',
  'is missing': 'がありません',
  'either value or when is needed': 'value か when のどちらかが必要です',
  'names something that is not among the choices': '選択肢にないものを指しています',
  'is set by the connection itself': '接続そのものが設定します',
  'holds characters that no header may have': 'ヘッダーに使えない文字が含まれています',
  'goes with POST, PUT, PATCH and DELETE only': 'POST、PUT、PATCH、DELETE でだけ使えます',
  'is larger than 1 MiB': '1 MiB を超えています',
  'the disk is full': 'ディスクに空きがありません',
  'free some space': '空き容量を増やし',
  'the disk quota is used up': 'ディスクの割り当てを使い切っています',
  'the file system is read-only': 'ファイルシステムが読み取り専用です',
  'make the workspace writable': 'ワークスペースを書き込み可能にし',
  'permission is denied': '権限がありません',
  'give yourself the right to write there': 'そこに書く権限を自分に与え',
  'the operation is not permitted': 'この操作は許可されていません',
  'check the owner and flags of the file': 'ファイルの所有者とフラグを確認し',
  'the disk reports an error': 'ディスクがエラーを返しました',
  'check the disk': 'ディスクを確認し',
  'too many files are open': '開いているファイルが多すぎます',
  'close some programs': 'いくつかのプログラムを閉じ',
  'look into the cause': '原因を調べ',
  'it is empty': '空です',
  'it holds a control character': '制御文字が含まれています',
  'it holds a backslash': 'バックスラッシュが含まれています',
  'it names a drive': 'ドライブを指定しています',
  'it begins with ~': '~ で始まっています',
  'a part of it ends with a space or a dot': '空白か点で終わる部分があります',
};
