import { AppError } from '#protocol/errors';

/** Splits a command a person typed into its arguments: white space and quotes, nothing else; no shell ever reads it. */
export function splitCommand(text: string): readonly string[] {
  const words: string[] = [];
  for (const [word] of text.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*'|["'])+/g)) {
    words.push(word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'));
  }
  if (words.length === 0) {
    throw new AppError('BAD_REQUEST', 'a command has at least one word');
  }
  return words;
}
