import { readFileSync } from 'node:fs';
import { japanese } from '../../../server/src/protocol/translation/japanese';
import { type Pattern, patternOf, piecesOf } from '../../../server/src/protocol/translation/pattern';

/** Those of some texts that are English sentences of ours, whole or in part. */
export function englishLeft(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => !hasJapanese(text) && isEnglish(text));
}

function hasJapanese(text: string): boolean {
  return /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(text);
}

function isEnglish(text: string): boolean {
  return patterns.some((pattern) => piecesOf(pattern, text) !== null);
}

/** What we say in English: in the client, in the manifest, and on the server. */
const patterns: readonly Pattern[] = Object.entries({
  ...read('media/l10n/bundle.l10n.ja.json'),
  ...manifestTexts(),
  ...japanese,
})
  .filter(([english, told]) => english !== told)
  .map(([english]) => patternOf(english))
  .filter(({ words }) => /\p{Letter}{2}/u.test(words.join(' ')));

function manifestTexts(): Readonly<Record<string, string>> {
  const told = read('package.nls.ja.json');
  return Object.fromEntries(
    Object.entries(read('package.nls.json')).map(([key, english]) => [english, told[key] ?? '']),
  );
}

function read(path: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
}
