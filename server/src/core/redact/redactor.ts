import type { Json } from '#protocol/json';
import { findSecrets } from './findSecrets';
import { knownSecrets } from './knownSecrets';
import { type LineKind, maskLines, maskRanges } from './mask';
import { type RedactedJson, redactJson } from './redactJson';
import { redactStream } from './redactStream';

/** Masks what a process prints as it comes, wherever its chunks are cut. */
export type RedactionStream = ReturnType<typeof redactStream>;

/** Takes secrets out of everything before it is stored, logged, sent or exported. */
export interface Redactor {
  text(text: string): { readonly text: string; readonly count: number };
  /** The same for a file or a diff whose lines must keep their numbers: what spans lines is masked in each. */
  lines(text: string, kind: LineKind): { readonly text: string; readonly count: number };
  json(value: Json): RedactedJson;
  stream(): RedactionStream;
}

/**
 * Makes a redactor that knows some secrets by value (four characters and longer) and all others by their form. What
 * went through it once goes through again unchanged.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const known = knownSecrets(secrets);
  const redactText = (text: string) => {
    const ranges = findSecrets(text, known);
    return { text: maskRanges(text, ranges), count: ranges.length };
  };
  return {
    text: redactText,
    lines: (text, kind) => {
      const ranges = findSecrets(text, known);
      return { text: maskLines(text, ranges, kind), count: ranges.length };
    },
    json: (value) => redactJson(value, redactText),
    stream: () => redactStream(known),
  };
}
