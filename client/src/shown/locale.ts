import type { Locale } from '#protocol/translation/tell';

/** Which of our languages a person reads, by the tag of the editor's. */
export function localeOf(language: string): Locale {
  return language.toLowerCase().startsWith('ja') ? 'ja' : 'en';
}
