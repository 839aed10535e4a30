import type { Effect, LayerName, Risk, Verdict } from '../policy';
import type { Locale } from '../translation/tell';

type Words<Name extends string> = Readonly<Record<Name, Readonly<Record<Locale, string>>>>;

const risks: Words<Risk> = {
  low: { en: 'low', ja: '低' },
  medium: { en: 'medium', ja: '中' },
  high: { en: 'high', ja: '高' },
};

const effects: Words<Effect> = {
  none: { en: 'nothing', ja: 'なし' },
  read: { en: 'reads', ja: '読み取り' },
  write: { en: 'writes', ja: '書き込み' },
  exec: { en: 'runs a command', ja: 'コマンドの実行' },
  git: { en: 'changes git', ja: 'git の変更' },
  network: { en: 'uses the network', ja: '通信' },
  llm: { en: 'asks a model', ja: 'モデルの呼び出し' },
};

const verdicts: Words<Verdict> = {
  allow: { en: 'allowed', ja: '許可' },
  ask: { en: 'asks', ja: '確認' },
  deny: { en: 'denied', ja: '拒否' },
};

const layers: Words<LayerName> = {
  profile: { en: 'profile', ja: 'プロファイル' },
  user: { en: 'user', ja: 'ユーザー' },
  workspace: { en: 'workspace', ja: 'ワークスペース' },
  plan: { en: 'plan', ja: 'プラン' },
  cli: { en: 'cli', ja: 'コマンドライン' },
  step: { en: 'step', ja: 'ステップ' },
};

/** How much can go wrong, in one word. */
export function riskWord(locale: Locale, risk: string): string {
  return wordOf(risks, locale, risk);
}

/** What a call does to the world, in a few words. */
export function effectWord(locale: Locale, effect: string): string {
  return wordOf(effects, locale, effect);
}

/** What policy says to a call, in one word. */
export function verdictWord(locale: Locale, verdict: string): string {
  return wordOf(verdicts, locale, verdict);
}

/** Where a rule stands, as `file:line (layer)`, with its layer in words; the place of a file stays as it is. */
export function placeWord(locale: Locale, location: string): string {
  const [, file, layer] = /^(.*) \((\w+)\)$/.exec(location) ?? [];
  if (file === undefined || layer === undefined) return location;
  const place = file === 'built-in' && locale === 'ja' ? '組み込み' : file;
  return `${place} (${wordOf(layers, locale, layer)})`;
}

function wordOf(words: Words<string>, locale: Locale, name: string): string {
  return Object.hasOwn(words, name) ? (words[name]?.[locale] ?? name) : name;
}
