/** What the parser of the command line says, in Japanese; a sentence it does not know stays as it is. */
export function japaneseUsage(english: string): string {
  for (const [said, told] of sentences) {
    const places = said.exec(english);
    if (places !== null) {
      return told(...places.slice(1).map((place) => (place === undefined ? '' : japaneseUsage(place))));
    }
  }
  return english;
}

/** The last line of a sentence may be a guess at what was meant. */
const sentences: readonly (readonly [RegExp, (...places: string[]) => string])[] = [
  [/^(error: [^\n]+)\n(\(Did you mean [^\n]+\))$/, (error, guess) => `${error}\n${guess}`],
  [/^error: ([^\n]+)$/, (what) => `エラー: ${what}`],
  [/^\(Did you mean one of (.+)\?\)$/, (names) => `(次のどれかのことですか: ${names})`],
  [/^\(Did you mean (.+)\?\)$/, (name) => `(${name} のことですか)`],
  [/^unknown command '(.*)'$/, (name) => `コマンド '${name}' はありません`],
  [/^unknown option '(.*)'$/, (name) => `オプション '${name}' はありません`],
  [/^missing required argument '(.*)'$/, (name) => `引数 '${name}' がありません`],
  [/^required option '(.*)' not specified$/, (name) => `オプション '${name}' は必須です`],
  [/^option '(.*)' argument missing$/, (name) => `オプション '${name}' に値がありません`],
  [
    /^option '(.*)' argument '(.*)' is invalid\. (.*)$/,
    (name, value, why) => `オプション '${name}' の値 '${value}' は使えません。${why}`,
  ],
  [
    /^command-argument value '(.*)' is invalid for argument '(.*)'\. (.*)$/,
    (value, name, why) => `引数 '${name}' の値 '${value}' は使えません。${why}`,
  ],
  [
    /^too many arguments(?: for '(.*)')?\. Expected (\d+) arguments? but got (\d+)\.$/,
    (name, most, given) => `引数が多すぎます (${name}): ${most} 個までのところ ${given} 個あります`,
  ],
  [/^Allowed choices are (.*)\.$/, (words) => `使えるのは ${words} です。`],
  [
    /^Expected a whole number from (\d+) to (\d+)\.$/,
    (least, most) => `${least} から ${most} までの整数が必要です。`,
  ],
  [/^Expected a whole number from (\d+), or none\.$/, (least) => `${least} 以上の整数か none が必要です。`],
  [/^Expected indexes such as 0,2\.$/, () => '0,2 のような番号が必要です。'],
  [/^A version is a whole number from 1\.$/, () => 'バージョンは 1 以上の整数です。'],
];
