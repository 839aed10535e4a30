import { english } from './english';
import { japanese } from './japanese';

/** Languages of human text; codes, keys and enums are never translated. */
export type Locale = 'en' | 'ja';

/** Every text the command line says to people, by name. */
export type Messages = typeof english;

/** The texts of a language. */
export function messagesFor(locale: Locale): Messages {
  return locale === 'ja' ? japanese : english;
}

/** The language asked for by flag, or else by the environment. */
export function localeOf(
  flag: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Locale {
  const wanted = flag ?? env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '';
  return wanted.toLowerCase().startsWith('ja') ? 'ja' : 'en';
}
