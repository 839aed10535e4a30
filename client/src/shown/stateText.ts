import { stateHeadings, stateWord } from '#protocol/shown/stateWords';
import { localeOf } from './locale';

/** A state in the words of the person; one that this version does not know keeps its name. */
export function stateText(language: string, state: string): string {
  return stateWord(localeOf(language), state);
}

/** All states as they stand on their own in a view, with a capital where the language has them. */
export function stateTexts(language: string): Readonly<Record<string, string>> {
  return stateHeadings(localeOf(language));
}
