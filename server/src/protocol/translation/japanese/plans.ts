import type { Sentences } from '../sentences';

/** Sentences about plans and what is imported as one. */
export const plans: Sentences = {
  'an array': '配列',
  'a boolean': '真偽値',
  'an integer': '整数',
  'a number': '数',
  'an object': 'オブジェクト',
  'a string': '文字列',
  'Expected {0}, found {1}.': '{0+}が必要ですが、{1+}です。',
  'Expected one of {0}.': '次のいずれかが必要です: {0}。',
  "Expected the input '{0}'.": "入力 '{0}' が必要です。",
  'Expected one of these inputs: {0}.': '次の入力のいずれかが必要です: {0}。',
  'Expected at least {0} items, found {1}.': '{0} 個以上の項目が必要ですが、{1} 個です。',
  'Expected at most {0} items, found {1}.': '{0} 個以下の項目が必要ですが、{1} 個です。',
  "Unknown key '{0}'.": "'{0}' は不明なキーです。",
  'Expected at least {0}, found {1}.': '{0} 以上が必要ですが、{1} です。',
  'Expected at most {0}, found {1}.': '{0} 以下が必要ですが、{1} です。',
  'Expected at least {0} characters, found {1}.': '{0} 文字以上が必要ですが、{1} 文字です。',
  'Expected at most {0} characters, found {1}.': '{0} 文字以下が必要ですが、{1} 文字です。',
  'Expected a text that matches {0}.': '{0} に一致する文字列が必要です。',
  'the plan takes none.': 'このプランは入力を取りません。',
  'known are {0}.': '使えるのは {0} です。',
  "Unknown input '{0}'; did you mean '{1}'?": "'{0}' は不明な入力です。'{1}' のことですか?",
  "Unknown input '{0}'; {1}": "'{0}' は不明な入力です。{1+}",
  'Aliases stand for too many values.': 'エイリアスの表す値が多すぎます。',
  'The document is nested too deeply.': '文書の入れ子が深すぎます。',
  "The alias '*{0}' is part of what it stands for.":
    "エイリアス '*{0}' が、自分の表すものの一部になっています。",
  "The alias '*{0}' has no anchor above it.": "エイリアス '*{0}' より上に、そのアンカーがありません。",
  'The value has no form in JSON.': 'この値は JSON で表せません。',
  'A key must be plain text.': 'キーは普通の文字列でなければなりません。',
  "The key '{0}' stands here twice.": "キー '{0}' がここに 2 回あります。",
  'The document is larger than 4 MiB.': '文書が 4 MiB を超えています。',
  'The document is empty.': '文書が空です。',
  'The file holds more than one document.': 'ファイルに複数の文書があります。',
  'References are written as in plans: {0}': '参照はプランと同じように書きます: {0}',
  "The way back {0} >> {1} is the loop of step '{2}' itself.":
    "戻り道 {0} >> {1} は、ステップ '{2}' 自身のループです。",
  'fail_fast: false with on_error: stop means on_error: continue.':
    'fail_fast: false と on_error: stop の組み合わせは on_error: continue を意味します。',
  'A timeout of 0 becomes the default; only profile dev runs unlimited.':
    'タイムアウト 0 は既定値になります。無制限に動くのはプロファイル dev だけです。',
  '{0} retries are {1} tries.': 'リトライ {0} 回は、試行 {1} 回のことです。',
  "The timeout of the node's policy counts.": 'ノードの policy のタイムアウトが使われます。',
  "The tool's input '{0}' is {1}, as the node took it by itself.":
    "ツールの入力 '{0}' は、ノードが自分で取っていたとおり {1} になります。",
  'A loop comes back to itself; the key is left out.': 'ループは自分自身に戻るため、このキーは省きます。',
  "'{0}' has no counterpart and is left out.": "'{0}' に対応するものがないため、省きます。",
  "'{0}' is called '{1}' here.": "'{0}' は、ここでは '{1}' といいます。",
  '{0} is the tool {1}.': '{0} はツール {1} になります。',
  "The flow has no title and is called 'Imported flow'.":
    "フローにタイトルがないため、'Imported flow' とします。",
  "Profile '{0}' is '{1}' here.": "プロファイル '{0}' は、ここでは '{1}' です。",
  "No node writes $ctx.{0}: it becomes the input '{1}' of the plan.":
    "$ctx.{0} を書くノードがありません。プランの入力 '{1}' になります。",
  "The text '{0}' is read as a check.": "テキスト '{0}' をチェックとして読みます。",
  'The text cannot be checked by a machine; it is shown for approval instead.':
    'このテキストは機械では確かめられないため、承認のときに表示します。',
  "The plan has no title and is called 'Imported plan'.":
    "プランにタイトルがないため、'Imported plan' とします。",
  "The step follows '{0}' in the list and now needs it.":
    "このステップはリストで '{0}' の次にあるため、それを必要とするものになります。",
  'The step has no timeout_sec and gets {0} s.': 'ステップに timeout_sec がないため、{0} 秒になります。',
  "did you mean '{0}'?": "'{0}' のことですか?",
  "Unknown key '{0}'; {1}": "'{0}' は不明なキーです。{1+}",
  'a template holds one plain name, no code': 'テンプレートに書けるのは名前 1 つだけで、コードは書けません',
  "'{0}' cannot be imported: {1}.": "'{0}' は取り込めません: {1+}。",
  "; did you mean '{0}'?": "。'{0}' のことですか?",
  "There is no node '{0}'{1}": "ノード '{0}' はありません{1+}",
  "No way leads from '{0}' to '{1}'.": "'{0}' から '{1}' への道がありません。",
  "The node's policy stands in two places that differ.":
    'ノードの policy が、異なる内容で 2 か所にあります。',
  'Expected a map.': 'マップが必要です。',
  "Expected the key 'nodes'.": "キー 'nodes' が必要です。",
  'Expected a map of nodes.': 'ノードのマップが必要です。',
  "Expected the key 'entry'.": "キー 'entry' が必要です。",
  "There is no node '{0}'.": "ノード '{0}' はありません。",
  'Expected a whole number of at least 1.': '1 以上の整数が必要です。',
  "'title' and 'plan_title' differ; keep one.":
    "'title' と 'plan_title' が異なります。どちらか一方にしてください。",
  'Expected 1 to {0} seconds.': '1 から {0} 秒までが必要です。',
  'the whole context has no counterpart; name the value':
    'コンテキスト全体に対応するものはありません。値を名指ししてください',
  "'{0}' needs a node": "'{0}' にはノードが必要です",
  'errors have no counterpart; use the status of a step, as in $ctx.steps.build.status':
    'errors に対応するものはありません。$ctx.steps.build.status のようにステップの状態を使ってください',
  "'steps' needs a node": "'steps' にはノードが必要です",
  'several nodes write it: {0}': '複数のノードが書いています: {0}',
  'nodes write parts of it: {0}': 'ノードがその一部を書いています: {0}',
  'Expected a list of edges.': '辺のリストが必要です。',
  'Expected an edge such as A >> B, A >> (B | C) or (A & B) >> C.':
    'A >> B、A >> (B | C)、(A & B) >> C のような辺が必要です。',
  'Expected a finite number, found {0}.': '有限の数が必要ですが、{0} です。',
  "'{0}' must be relative to the slot and stay in it.":
    "'{0}' はスロットからの相対パスで、その中に収まらなければなりません。",
  'it is longer than 1000 characters': '1000 文字を超えています',
  'it cannot be read': '読めません',
  "'{0}' is no JSONPath: {1}.": "'{0}' は JSONPath ではありません: {1+}。",
  'A command needs at least the name of a program.': 'コマンドには少なくともプログラムの名前が必要です。',
  'Checks take no references; name the file itself.':
    'チェックに参照は使えません。ファイルを直接指定してください。',
  "'{0}' is no exit code.": "'{0}' は終了コードではありません。",
  "Inputs are an object: expected type 'object'.":
    "inputs はオブジェクトです: type は 'object' でなければなりません。",
  "'{0}' is required but no property.": "'{0}' は required ですが、プロパティにありません。",
  "'{0}' is no step id: letters, digits, '_' and '-', at most 64.":
    "'{0}' はステップ ID に使えません: 英数字、'_'、'-'、64 文字まで。",
  "'goto:' needs the id of a step.": "'goto:' にはステップの ID が必要です。",
  'Expected skip or goto:<id>, found {0}.': 'skip か goto:<id> が必要ですが、{0+}です。',
  "'{0}' is no free name for the item of a loop.": "'{0}' はループの要素の名前として使えません。",
  "A loop has either 'items' or 'while'.": "ループにあるのは 'items' か 'while' のどちらか一方です。",
  "'{0}' stands here and in the step's policy with another value.":
    "'{0}' が、ここと、ステップの policy とに異なる値であります。",
  "'else: goto' needs a 'when' that can be false.": "'else: goto' には、偽になりうる 'when' が必要です。",
  "Expected one of {0} or the name of a slot, found '{1}'.":
    "{0} のいずれか、またはスロットの名前が必要ですが、'{1}' です。",
  "'{0}' is no name of a branch or commit.": "'{0}' はブランチやコミットの名前ではありません。",
  'A plan needs at least one step.': 'プランには 1 つ以上のステップが必要です。',
  "In profile strict '{0}' must stand in the step that it is about.":
    "プロファイル strict では、'{0}' は対象のステップの中になければなりません。",
  "No reference begins here: {0}. Write '$${' for a plain '${'.":
    "ここから参照は始まりません: {0+}。文字としての '${' は '$${' と書きます。",
  'The items of a loop are one reference to a list, such as an input.':
    'ループの items は、入力のようなリストへの参照 1 つです。',
  "At character {0} of '{1}': {2}.": "'{1}' の {0} 文字目: {2+}。",
  "Steps need each other: {0}. Repeat by 'loop' or by a goto of 'else' or 'on_error'.":
    "ステップが互いを必要としています: {0}。繰り返すには、'loop' か、'else' または 'on_error' の goto を使ってください。",
  "Nothing leads to step '{0}': only steps that never start go to it.":
    "ステップ '{0}' に至る道がありません。始まることのないステップだけがそこへ進みます。",
  'The plan has {0} steps; limits.max_steps is {1}.':
    'プランには {0} 個のステップがありますが、limits.max_steps は {1} です。',
  "The id '{0}' is used twice, first at {1}.": "ID '{0}' が 2 回使われています。最初は {1} です。",
  "There is no tool '{0}'; {1}": "ツール '{0}' はありません。{1+}",
  "{0} has no input '{1}'; {2}": "{0} に入力 '{1}' はありません。{2+}",
  "There is no step '{0}'.": "ステップ '{0}' はありません。",
  "There is no step '{0}'; did you mean '{1}'?": "ステップ '{0}' はありません。'{1}' のことですか?",
  "A step cannot go to itself; use 'retry' or 'loop'.":
    "ステップは自分自身に進めません。'retry' か 'loop' を使ってください。",
  '; declare it under inputs.properties.': '。inputs.properties で宣言してください。',
  'Secrets take no part in conditions.': '条件にシークレットは使えません。',
  "The plan has no input '{0}'{1}": "プランに入力 '{0}' はありません{1+}",
  'A step has no output of its own while it runs.': '実行中のステップには、まだ自分の出力がありません。',
  "Step '{0}' need not have run before '{1}'; add it to 'needs'.":
    "ステップ '{0}' が '{1}' より前に実行されているとは限りません。'needs' に加えてください。",
  "Step '{0}' has no output '{1}'; it declares {2}.":
    "ステップ '{0}' に出力 '{1}' はありません。宣言されているのは {2} です。",
  "The environment variable '{0}' is not in permissions.env_allow.":
    "環境変数 '{0}' は permissions.env_allow にありません。",
  "Unknown name '{0}' in a reference.": "参照の中の'{0}' は不明な名前です。",
  '{0} more problems are not listed.': 'ほかに {0} 件の誤りがありますが、表示していません。',
  "Step '{0}' only drafts: no step writes its preview. Add a write_file_apply step with preview: ${steps.{1}.output}.":
    "ステップ '{0}' は下書きだけをします: そのプレビューを書くステップがありません。preview: ${steps.{1}.output} を持つ write_file_apply ステップを加えてください。",
  'no text': 'テキストなし',
  "The name '{0}' is used twice.": "名前 '{0}' が 2 回使われています。",
};
