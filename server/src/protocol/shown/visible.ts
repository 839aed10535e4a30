/**
 * Characters that a screen obeys or swallows instead of showing: controls, formats (bidirectional overrides,
 * zero-width), line separators, private and half characters, and every white space that only looks like a blank.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|(?![ \u3000])\p{Zs}|[\u115f\u1160\u3164\uffa0]/gu;

/** Short names of the controls that people know. */
const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\u001b': '\\e' };

/** One line in which nothing can move the cursor, hide or reorder what stands there. */
export function visible(text: string): string {
  return text.replace(unseen, nameOf);
}

/** The same for text of several lines, which keeps its line ends and tabs. */
export function visibleLines(text: string): string {
  return text.replace(unseen, (character) =>
    character === '\n' || character === '\t' ? character : nameOf(character),
  );
}

/** Which alphabets that look alike a word mixes, such as `Latin and Cyrillic`; null when it mixes none. */
export function mixedScripts(word: string): string | null {
  const found = scripts.filter(([, pattern]) => pattern.test(word)).map(([name]) => name);
  return found.length > 1 ? found.join(' and ') : null;
}

const scripts: readonly (readonly [string, RegExp])[] = [
  ['Latin', /\p{Script=Latin}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Armenian', /\p{Script=Armenian}/u],
  ['Cherokee', /\p{Script=Cherokee}/u],
];

function nameOf(character: string): string {
  return named[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
