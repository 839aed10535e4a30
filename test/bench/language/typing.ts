import type { LanguageDocument, LanguageFacts } from '#protocol/language/service';
import { asWritten } from '#protocol/translation/tell';
import { createLanguage } from '../../../server/src/core/language/language';
import { languageTools } from '../../../server/src/runtime/languageTools';
import { createTools } from '../../../server/src/tools/toolTable';
import { median, timed } from '../measure';

/** The tools that plans of the benchmark are checked against. */
export const tools = languageTools(createTools(), new Set());

/** Facts of a workspace without policy files. */
export const facts: LanguageFacts = {
  layers: [],
  profile: 'standard',
  nowMs: 0,
  root: '/w',
  networkEnforced: true,
  locale: 'en',
  told: asWritten,
  seen: { attributes: [], intrinsics: {} },
  lastRun: () => null,
};

/** Keystrokes within one turn: the first of a turn pays for what the peers have thrown out of the caches. */
export const keystrokes = 9;

/** Opens a text as an editor does. */
export function opened(text: string): LanguageDocument {
  const document = createLanguage(tools).open('file:///w/long.plan.yaml');
  document.update(text);
  return document;
}

/** Gives the text with one letter more each time, at the same word. */
export function typist(text: string, word: string): () => string {
  const at = text.indexOf(word) + word.length;
  let count = 0;
  return () => {
    count = (count % keystrokes) + 1;
    return `${text.slice(0, at)}${'x'.repeat(count)}${text.slice(at)}`;
  };
}

/** The middle of what some work costs that is done anew for each keystroke. */
export async function perKeystroke(type: () => string, work: (text: string) => unknown): Promise<number> {
  const costs: number[] = [];
  for (let count = 0; count < keystrokes; count += 1) {
    const text = type();
    costs.push(await timed(() => work(text)));
  }
  return median(costs);
}

/** The middle of several goes at work that is done at once. */
export async function repeated(work: () => unknown, times = 5): Promise<number> {
  const costs: number[] = [];
  for (let count = 0; count < times; count += 1) costs.push(await timed(work));
  return median(costs);
}
