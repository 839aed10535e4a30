import type { LanguageFacts } from '#protocol/language/service';
import type { LanguageTools } from '../languageTools';
import type { TextLines } from '../text/textLines';
import type { Understanding } from '../understanding';

/** What a completion looks at; `known` is the newest understanding that had a plan to it. */
export interface CompletionScope {
  readonly understood: Understanding;
  readonly known: Understanding;
  readonly lines: TextLines;
  readonly tools: LanguageTools;
  readonly locale: LanguageFacts['locale'];
}
