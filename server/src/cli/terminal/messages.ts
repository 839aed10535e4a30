import { asWritten, type Locale, type Tell } from '#protocol/translation/tell';
import { tellIn } from '#protocol/translation/tellIn';
import { english } from './english';

/** Every text the command line says to people, by name, and what tells the texts of the server. */
export type Messages = typeof english & { readonly told: Tell };

/** The texts in the language of the record and the wire. */
export const englishMessages: Messages = { ...english, told: asWritten };

/** The texts of a language; Japanese is loaded when it is asked for. */
export async function messagesIn(locale: Locale): Promise<Messages> {
  if (locale === 'en') return englishMessages;
  const [{ japanese }, told] = await Promise.all([import('./japanese'), tellIn(locale)]);
  return { ...japanese, told };
}

/** The language asked for by flag, or else by the environment. */
export function localeOf(
  flag: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Locale {
  const wanted = flag ?? env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '';
  return wanted.toLowerCase().startsWith('ja') ? 'ja' : 'en';
}
