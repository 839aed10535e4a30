/** As `visible` of the contract sees them, but for what JSON itself writes as an escape. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

/**
 * JSON in which nothing is hidden from whoever reads it: what no screen shows, such as marks of direction and tags, is
 * written as an escape. A parser reads the very same value.
 */
export function harmlessJson(value: unknown): string {
  return (JSON.stringify(value, null, 2) ?? 'null').replace(unseen, (character) =>
    character === '\n' ? character : escaped(character),
  );
}

/** One escape for each half of a character. */
function escaped(character: string): string {
  return character
    .split('')
    .map((half) => `\\u${half.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
