import type { LanguageService } from '#protocol/language';
import type { LanguageTools } from './languageTools';
import { PlanText } from './planText';

/** The language service over a catalogue of tools. */
export function createLanguage(tools: LanguageTools): LanguageService {
  return { open: (uri) => new PlanText(uri, tools) };
}
