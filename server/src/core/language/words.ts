import type { LanguageFacts } from '#protocol/language/service';

type Locale = LanguageFacts['locale'];

/** Every sentence that an editor shows and no problem says; names in braces are filled in. */
const table = {
  denied: {
    en: 'Policy denies this step: {reason} ({rule}, {place})',
    ja: 'ポリシーがこのステップを拒否します: {reason} ({rule}, {place})',
  },
  deniedYet: {
    en: 'Policy denies this step as far as its inputs are known: {reason} ({rule}, {place})',
    ja: '現時点で分かる入力では、ポリシーがこのステップを拒否します: {reason} ({rule}, {place})',
  },
  waits: {
    en: 'This step waits for approval: {reason} ({rule}, {place})',
    ja: 'このステップは承認を待ちます: {reason} ({rule}, {place})',
  },
  allowed: {
    en: 'Policy allows it: {reason} ({rule}, {place})',
    ja: 'ポリシーが許可します: {reason} ({rule}, {place})',
  },
  risk: { en: 'Risk: {risk}', ja: 'リスク: {risk}' },
  lastRun: { en: 'Last run: {status}', ja: '前回の実行: {status}' },
  lastRunIn: { en: 'Last run: {status} in {duration}', ja: '前回の実行: {status} ({duration})' },
  check: { en: 'Check', ja: '検査' },
  approve: { en: 'Approve', ja: '承認' },
  dryRun: { en: 'Dry run', ja: 'ドライラン' },
  run: { en: 'Run', ja: '実行' },
  lint: { en: 'Check the policy in force', ja: '有効なポリシーを検査' },
  effective: { en: 'Policy in force', ja: '有効なポリシー' },
  noProblems: { en: 'No problems', ja: '問題なし' },
  problems: { en: 'Problems: {count}', ja: '問題: {count}' },
  change: { en: "Change to '{name}'", ja: "'{name}' に変更" },
  addNeed: { en: "Add '{name}' to needs", ja: "needs に '{name}' を追加" },
  addEdge: { en: "Add the edge '{name}'", ja: "辺 '{name}' を追加" },
  addKey: { en: "Add the key '{name}'", ja: "キー '{name}' を追加" },
  addPreview: { en: 'Insert a step that drafts a preview', ja: 'プレビューを作るステップを挿入' },
  removeKey: { en: "Remove the key '{name}'", ja: "キー '{name}' を削除" },
  badId: {
    en: "'{name}' is no step id: letters, digits, '_' and '-', at most 64.",
    ja: "'{name}' はステップ ID に使えません: 英数字、'_'、'-'、64 文字まで。",
  },
  takenId: { en: "There is a step '{name}' already.", ja: "ステップ '{name}' は既にあります。" },
  otherType: {
    en: "'{name}' reads as another type in YAML; choose another name.",
    ja: "'{name}' は YAML では別の型になります。別の名前にしてください。",
  },
  notAName: {
    en: 'Only names of steps, nodes, rules, variables and anchors can be renamed.',
    ja: '名前を変更できるのは、ステップ、ノード、ルール、変数、アンカーだけです。',
  },
  badName: {
    en: "'{name}' cannot be taken as a name here: letters, digits and plain marks, beginning with a letter.",
    ja: "'{name}' はここでは名前に使えません: 文字で始まり、文字、数字、簡単な記号だけ。",
  },
  takenName: { en: "The name '{name}' is used already.", ja: "名前 '{name}' は既に使われています。" },
  unclear: {
    en: 'Some places that may mean this name cannot be told apart; nothing was renamed.',
    ja: 'この名前を指す場所を特定できないものがあるため、変更しませんでした。',
  },
  required: { en: 'required', ja: '必須' },
  input: { en: 'input of {tool}', ja: '{tool} の入力' },
  oneOf: { en: 'One of: {choices}', ja: '次のいずれか: {choices}' },
} as const satisfies Record<string, Record<Locale, string>>;

/** One sentence in the language of the person. */
export function say(
  locale: Locale,
  name: keyof typeof table,
  values: Readonly<Record<string, string>> = {},
): string {
  return table[name][locale].replace(/\{([a-z]+)\}/gi, (whole, key: string) => values[key] ?? whole);
}
