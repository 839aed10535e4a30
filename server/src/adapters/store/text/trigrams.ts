import type { Term, TextQuery } from './textQuery';

/*
 * The full text tables hold every run of three characters of a text as one word, so that a phrase of such words is an
 * exact substring, in any script. Characters that the tokenizer would not take as part of a word are moved to a
 * private range; two ends of text follow the last character, so that words begin at every character.
 */

const privateStart = 0xe000;
/** Where a text's own characters of that range go: the end of the last plane, which nobody uses. */
const movedStart = 0x10ff00;
const endOfText = String.fromCodePoint(privateStart + 0x80);
const isWordCharacter = /[a-z0-9\u0080-\u{10ffff}]/u;

/** A folded text as the words of its full text table. */
export function trigramsOf(folded: string): string {
  return windows([...encoded(folded), endOfText, endOfText]).join(' ');
}

/** A search as an expression of the full text tables; without `isExact` its hits must be looked at once more. */
export interface IndexExpression {
  /** `null` when the index cannot narrow the search. */
  readonly match: string | null;
  readonly isExact: boolean;
}

/** Turns a search into an expression that finds at least every text that answers it. */
export function indexExpression(query: TextQuery): IndexExpression {
  const usable = query.filter((group) => group.every((term) => !term.isNegated));
  const groups = usable.map((group) => `(${group.map(phraseOf).join(' OR ')})`);
  return {
    match: groups.length === 0 ? null : groups.join(' AND '),
    isExact: usable.length === query.length && query.flat().every((term) => !term.isPrefix),
  };
}

function phraseOf(term: Term): string {
  const characters = encoded(term.text);
  return characters.length < 3 ? `"${characters.join('')}*"` : `"${windows(characters).join(' ')}"`;
}

function windows(characters: readonly string[]): readonly string[] {
  const words: string[] = [];
  for (let at = 0; at + 2 < characters.length; at += 1)
    words.push(`${characters[at]}${characters[at + 1]}${characters[at + 2]}`);
  return words;
}

function encoded(folded: string): readonly string[] {
  return Array.from(folded, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code >= privateStart && code <= privateStart + 0x80)
      return String.fromCodePoint(code - privateStart + movedStart);
    return isWordCharacter.test(character) ? character : String.fromCodePoint(privateStart + code);
  });
}
