import { readFileSync } from 'node:fs';
import type { Translator } from '../../../client/src/shown/translator';

const japanese = JSON.parse(readFileSync('media/l10n/bundle.l10n.ja.json', 'utf8')) as Record<string, string>;

/** Texts as the editor would give them, in English or Japanese. */
export function localizer(language: 'en' | 'ja' = 'en'): Translator {
  return {
    t: (message, ...values) => {
      const text = language === 'ja' ? (japanese[message] ?? message) : message;
      return text.replaceAll(/\{(\d)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
    },
  };
}
