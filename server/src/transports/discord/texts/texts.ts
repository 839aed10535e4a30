import { english } from './english';
import { japanese } from './japanese';

/** Languages of human text; codes, keys and enums are never translated. */
export type Locale = 'en' | 'ja';

/** Every text that the door says to people, by name. */
export type Texts = typeof english;

/** The texts of a language as Discord or the command line names it. */
export function textsFor(locale: string): Texts {
  return locale.startsWith('ja') ? japanese : english;
}
