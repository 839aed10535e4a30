import { asWritten, type Tell } from '#protocol/translation/tell';
import { tellIn } from '#protocol/translation/tellIn';

let telling: Tell = asWritten;

/** Has what the server says told in the language of the editor; English needs nothing loaded. */
export async function tellInLanguage(language: string): Promise<void> {
  telling = await tellIn(language.startsWith('ja') ? 'ja' : 'en');
}

/** A text of the server in the language of the editor; whatever is no sentence of ours stays as it is. */
export const told: Tell = (english) => telling(english);
