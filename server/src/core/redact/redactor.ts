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

/** Names of attributes, types and the like come again and again: what was found clean is not looked at twice. */
const longestRemembered = 256;
const mostRemembered = 4096;

/**
 * Makes a redactor that knows some secrets by value (four characters and longer) and all others by their form. What
 * went through it once goes through again unchanged.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const known = knownSecrets(secrets);
  const clean = new Set<string>();
  const plainKeys = new Set<string>();
  const redactText = (text: string) => {
    if (clean.has(text)) return { text, count: 0 };
    const ranges = findSecrets(text, known);
    if (ranges.length === 0) {
      if (text.length <= longestRemembered) remember(clean, text);
      return { text, count: 0 };
    }
    return { text: settled(maskRanges(text, ranges), ranges.length, known), count: ranges.length };
  };
  return {
    text: redactText,
    lines: (text, kind) => {
      const ranges = findSecrets(text, known);
      return { text: maskLines(text, ranges, kind), count: ranges.length };
    },
    json: (value) => redactJson(value, redactText, plainKeys),
    stream: () => redactStream(known),
  };
}

const mostRounds = 4;

/** Looks again where something was masked: a mask can bring what stands beside it into a form that is masked too. */
function settled(masked: string, count: number, known: ReturnType<typeof knownSecrets>): string {
  let text = masked;
  for (let round = 1; count > 0 && round < mostRounds; round += 1) {
    const next = maskRanges(text, findSecrets(text, known));
    if (next === text) break;
    text = next;
  }
  return text;
}

function remember(clean: Set<string>, text: string): void {
  if (clean.size >= mostRemembered) clean.clear();
  clean.add(text);
}
