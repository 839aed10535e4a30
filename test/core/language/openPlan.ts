import type { LanguageDocument, LanguageFacts, TextEdit, TextPosition } from '#protocol/language/service';
import { asWritten } from '#protocol/translation/tell';
import { createLanguage } from '../../../server/src/core/language/language';
import { languageTools } from '../../../server/src/runtime/languageTools';
import { createTools } from '../../../server/src/tools/toolTable';

/** Facts of a workspace without policy files in which nothing has run yet. */
export const plainFacts: LanguageFacts = {
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

/** A text with the cursor at the mark `‸`, which is not part of it. */
export interface MarkedText {
  readonly document: LanguageDocument;
  readonly text: string;
  readonly position: TextPosition;
}

/** Opens a text in which `‸` marks the cursor. */
export function openMarked(marked: string, uri = 'file:///w/test.plan.yaml'): MarkedText {
  const at = marked.indexOf('‸');
  const text = marked.replace('‸', '');
  const before = marked.slice(0, Math.max(0, at)).split('\n');
  return {
    document: openText(text, uri),
    text,
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}

/** Opens a text as an editor does. */
export function openText(text: string, uri = 'file:///w/test.plan.yaml'): LanguageDocument {
  const document = createLanguage(languageTools(createTools(), new Set())).open(uri);
  document.update(text);
  return document;
}

/** A text after edits that were made against it all at once. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split('\n');
  const offset = ({ line, character }: TextPosition) =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character;
  return edits
    .map((edit, order) => ({ edit, order, start: offset(edit.range.start), end: offset(edit.range.end) }))
    .sort((a, b) => b.start - a.start || b.order - a.order)
    .reduce(
      (changed, { edit, start, end }) => changed.slice(0, start) + edit.newText + changed.slice(end),
      text,
    );
}

/** One line for each diagnostic: `line:character severity code message`. */
export function diagnosticLines(document: LanguageDocument, facts: LanguageFacts = plainFacts): string[] {
  return document.diagnostics(facts).map(({ range, severity, code, message }) => {
    const { line, character } = range.start;
    return `${line}:${character}-${range.end.character} ${severity} ${code} ${message}`;
  });
}
