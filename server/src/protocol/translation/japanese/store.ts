import type { Sentences } from '../sentences';

/** Sentences of the store. */
export const store: Sentences = {
  '{0}: the stored bytes are damaged; restore the file from a backup':
    '{0}: 保存されたバイト列が壊れています。バックアップからファイルを戻してください',
  '{0}: the bytes could not be stored ({1}); make the folder writable and free some space':
    '{0}: バイト列を保存できませんでした ({1})。フォルダーを書き込み可能にし、空き容量を増やしてください',
  'it was ended': '終了させられました',
  'the caller gave up': '呼び出し側が中止しました',
  'There is no store {0}.': 'ストア {0} はありません。',
  'The store is damaged: {0}. Run "holdpoint store repair".':
    'ストアが壊れています: {0}。"holdpoint store repair" を実行してください。',
  'expected event {0}': 'イベント {0} が必要です',
  'link to the event before differs': '前のイベントへのつながりが違います',
  'hash differs': 'ハッシュが違います',
  'tombstone covers nothing': '墓標が何も覆っていません',
  'the line is not a JSON object': 'この行は JSON オブジェクトではありません',
  'OR needs a term on both sides': 'OR の両側に語が必要です',
  'this quote is not closed': 'この引用符が閉じていません',
  'a term is empty': '語が空です',
  '{0} (column {1})': '{0+} (列 {1})',
  '{0} already has a row with this {1}': '{0} には、この {1} の行が既にあります',
  '{0} has no row with this key': '{0} に、このキーの行はありません',
  'the {0} is {1}, not {2}': '{0} は {1} です。{2} ではありません',
  'the {0} cannot move from {1} to {2}': '{0} は {1} から {2} に移れません',
  'There is no view {0}.': 'ビュー {0} はありません。',
  'The store is closed.': 'ストアは閉じられています。',
  '{0} has schema {1}, this program knows up to {2}: it was written by a newer version. Update Holdpoint.':
    '{0} のスキーマは {1} ですが、このプログラムが扱えるのは {2} までです。新しいバージョンが書いたものです。Holdpoint を更新してください。',
  'The store {0} is read-only: {1}. Run "holdpoint store repair".':
    'ストア {0} は読み取り専用です: {1+}。"holdpoint store repair" を実行してください。',
  'The store {0} cannot be read here: {1}. Run "holdpoint store repair".':
    'ストア {0} をここで読めません: {1+}。"holdpoint store repair" を実行してください。',
  'The store {0} cannot grow: the disk is full. Nothing was written; free some space on this disk and try again.':
    'ストア {0} に書き足せません: ディスクに空きがありません。何も書かれていません。このディスクの空き容量を増やして、もう一度試してください。',
  'disk full': 'ディスクに空きがありません',
  'The store {0} could not be written: {1}. It is read-only now; check the disk and start again.':
    'ストア {0} に書き込めませんでした: {1+}。現在は読み取り専用です。ディスクを確認して、もう一度起動してください。',
  'The store {0} is damaged: {1}. Run "holdpoint store repair".':
    'ストア {0} が壊れています: {1}。"holdpoint store repair" を実行してください。',
  "The store's thread is gone: {0}. Start again.":
    'ストアのスレッドがなくなりました: {0+}。もう一度起動してください。',
  'there is no file {0}': 'ファイル {0} はありません',
  '{0} is no database that can be read: {1}': '{0} は読めるデータベースではありません: {1+}',
  '{0} holds no table of spans': '{0} にスパンの表がありません',
  '{0} was written while it was read: read it again':
    '{0} は、読んでいる間に書き換えられました。もう一度読んでください',
  'a server': 'サーバー',
  'a server (process {0})': 'サーバー (プロセス {0})',
  '{0} is being written by {1}: leave out --db in its folder, or run "holdpoint stop" there first':
    '{0} は{1+}が書き込み中です。そのフォルダーで --db を付けずに実行するか、先にそこで "holdpoint stop" を実行してください',
};
