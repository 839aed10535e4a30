/** A text in parts: words that are always the same, and places for what differs. */
export type Text = readonly (string | null)[];

/** A text that is nothing but a place. */
export const place: Text = [null];

/** Every text of the one list followed by every text of the other. */
export function textsBeside(left: readonly Text[], right: readonly Text[]): readonly Text[] {
  return left.flatMap((one) => right.map((other) => [...one, ...other]));
}

/** The form in which a text stands in the catalogue, `{0}` for its first place; nothing for what is no sentence. */
export function templateOf(text: Text): string | undefined {
  let count = 0;
  // Places without a word between them are one: nobody can tell where the one ends.
  const parts = text
    .filter((part) => part !== '')
    .filter((part, at, all) => part !== null || all[at - 1] !== null);
  const template = parts.map((part) => part ?? `{${count++}}`).join('');
  const isSentence = /\p{L}{3}.*\s|\s.*\p{L}{3}/su.test(template);
  return isSentence && !/^(holdpoint |schema: )/.test(template) ? template : undefined;
}
