import type { Sentences } from '../sentences';

/** Sentences of the editor’s own failures. */
export const editor: Sentences = {
  '{0} has {1} error(s)': '{0} に誤りが {1} 件あります',
  'the plan has {0} errors': 'プランに誤りが {0} 件あります',
  'this window is closing': 'このウィンドウは閉じられようとしています',
  'it ended again soon after each start': '起動するたびに、すぐに終了しました',
  'there is no token for the server of {0}': '{0} のサーバーのトークンがありません',
  '{0} run is at work; wait or cancel, then restart the server':
    '{0} 件の実行が進行中です。待つか中止してから、サーバーを再起動してください',
  '{0} runs are at work; wait or cancel, then restart the server':
    '{0} 件の実行が進行中です。待つか中止してから、サーバーを再起動してください',
  'the server of {0} (process {1}) does not end': '{0} のサーバー (プロセス {1}) が終了しません',
  'cannot start a server in {0}: {1}': '{0} でサーバーを起動できません: {1+}',
  'another process holds the lock of {0} and does not answer; end it, then start again':
    '別のプロセスが {0} のロックを保持したまま応答しません。それを終了してから、もう一度起動してください',
  'it did not answer within {0} seconds': '{0} 秒以内に応答しませんでした',
  'the server of {0} did not start: {1}': '{0} のサーバーは起動しませんでした: {1+}',
  'the server of {0} is of another version ({1}) than this window':
    '{0} のサーバーは、このウィンドウと異なるバージョン ({1}) です',
  'the folder {0} is gone; open another one':
    'フォルダー {0} はなくなりました。別のフォルダーを開いてください',
  'the editor offers no models: its setting holdpoint.models.offer is off':
    'エディターはモデルを提供していません。設定 holdpoint.models.offer がオフです',
  'the editor has no model {0}': 'エディターにモデル {0} はありません',
  'there is no consent to use the model {0}: {1}': 'モデル {0} を使う同意がありません: {1+}',
  'the provider of {0} blocked the request: {1}': '{0} の提供元が要求を拒否しました: {1+}',
  'the model {0} is gone: {1}': 'モデル {0} はなくなりました: {1+}',
  'the model {0} failed: {1}': 'モデル {0} が失敗しました: {1+}',
  'a server is restarted in trusted workspaces only':
    'サーバーを再起動できるのは、信頼されたワークスペースだけです',
  'session {0} has no plan yet: import one': 'セッション {0} にはまだプランがありません。取り込んでください',
};
