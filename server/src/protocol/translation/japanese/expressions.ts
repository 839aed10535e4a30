import type { Sentences } from '../sentences';

/** Sentences of conditions, checks, times and globs. */
export const expressions: Sentences = {
  'must be a number of seconds or a number with ms, s, m or h':
    '秒数、または ms、s、m、h の付いた数でなければなりません',
  "'{0}' is not a finite number": "'{0}' は有限の数ではありません",
  "'{0}' is not a duration such as 500ms, 30s, 2m or 1h":
    "'{0}' は 500ms、30s、2m、1h のような時間の長さではありません",
  "'{0}' is negative": "'{0}' は負の数です",
  "'{0}' has no unit; use ms, s, m or h": "'{0}' に単位がありません。ms、s、m、h を使ってください",
  "unknown unit '{0}'; use ms, s, m or h": "単位 '{0}' は使えません。ms、s、m、h を使ってください",
  "'{0}' is longer than a year": "'{0}' は 1 年を超えています",
  'a name is expected here': 'ここには名前が必要です',
  "'{0}' needs a name, as in {1}.x": "'{0}' には {1}.x のように名前が必要です",
  "'steps' needs a step, as in steps.build.output":
    "'steps' には steps.build.output のようにステップが必要です",
  'a status has no parts': 'status にはその先がありません',
  "a step has 'output' and 'status', as in steps.{0}.output":
    "ステップにあるのは 'output' と 'status' です。steps.{0}.output のように書きます",
  "'run' has only run.id": "'run' にあるのは run.id だけです",
  "'batch' has only batch.index": "'batch' にあるのは batch.index だけです",
  "'{0}' takes exactly one name, as in {1}.NAME": "'{0}' には {1}.NAME のように名前が 1 つだけ必要です",
  'a name must follow the dot': '点の後には名前が必要です',
  'brackets hold an index such as [0] or a key such as ["name"]':
    '角括弧の中は、[0] のような番号か ["name"] のようなキーです',
  'the number is too large': '数が大きすぎます',
  'names stand bare in conditions, as in inputs.x == 1':
    '条件の中では、inputs.x == 1 のように名前をそのまま書きます',
  "a single '=' is not an operator; use '=='": "'=' 1 つは演算子ではありません。'==' を使ってください",
  "a single '{0}' is not an operator; use '{1}'": "'{0}' 1 つは演算子ではありません。'{1}' を使ってください",
  "unexpected '{0}'": "'{0}' はここに書けません",
  'unknown escape in a string': '文字列の中に不明なエスケープがあります',
  'the string is not closed': '文字列が閉じていません',
  'a condition has at most {0} characters': '条件は {0} 文字までです',
  "unknown name '{0}'": "'{0}' は不明な名前です",
  'the condition is empty': '条件が空です',
  'an operator is expected here': 'ここには演算子が必要です',
  'comparisons do not chain; use && or ( )': '比較は続けて書けません。&& か ( ) を使ってください',
  'the condition is nested too deeply': '条件の入れ子が深すぎます',
  "')' is missing": "')' がありません",
  "a value is expected before '{0}'": "'{0}' の前に値が必要です",
  'a value is missing at the end': '末尾に値がありません',
  "'}' must end the reference '{0}'": "参照 '{0}' は '}' で終わらなければなりません",
  "'{0}' has no value": "'{0}' には値がありません",
  'true or false is expected, not {0}': 'true か false が必要ですが、{0+}です',
  "'{0}' compares two numbers or two strings, not {1} and {2}":
    "'{0}' は 2 つの数か 2 つの文字列を比べます。{1+}と{2+}は比べられません",
  '{0} does not exist': '{0} は存在しません',
  '{0} is not JSON': '{0} は JSON ではありません',
  "'{0}' is no glob that can be matched: a bracket or brace in it is left open, or it holds a sign of regular expressions such as a back-reference, '\\b' or '\\p'.":
    "'{0}' は照合できる glob ではありません。角括弧か波括弧が開いたままか、後方参照、'\\b'、'\\p' のような正規表現の記号が含まれています。",
  '{0} exists': '{0} は存在します',
  "'{0}' is no exit code": "'{0}' は終了コードではありません",
  'there is no exit code, expected {0}': '終了コードなし (期待値 {0})',
  'exit code {0}, expected {1}': '終了コード {0} (期待値 {1})',
  'the output': '出力',
  '/{0}/ found in {1}': '/{0}/ は{1+}にあります',
  '/{0}/ not found in {1}': '/{0}/ は{1+}にありません',
  '/{0}/ is no regular expression: {1}': '/{0}/ は正規表現ではありません: {1+}',
  '{0} cannot be evaluated: {1}': '{0} を評価できません: {1+}',
  '{0} selects {1} value{2}': '{0} は {1} 個の値を選びます{2}',
  '{0} selects {1} values{2}': '{0} は {1} 個の値を選びます{2}',
};
