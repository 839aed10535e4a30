import { asWritten, type Locale, type Tell } from '#protocol/translation/tell';
import { tellIn } from '#protocol/translation/tellIn';
import { localeOf } from './locale';

let locale: Locale = 'en';
let telling: Tell = asWritten;

/** Has what the server says told in the language of the editor; English needs nothing loaded. */
export async function tellInLanguage(language: string): Promise<void> {
  locale = localeOf(language);
  telling = await tellIn(locale);
}

/** A text of the server in the language of the editor; whatever is no sentence of ours stays as it is. */
export const told: Tell = (english) => telling(english);

/** The language in which texts of the server are told. */
export const toldIn = (): Locale => locale;
