import type { LanguageService } from '#protocol/language/service';
import type { LanguageTools } from './languageTools';
import { OpenText } from './openText';

/** The language service over a catalogue of tools. */
export function createLanguage(tools: LanguageTools): LanguageService {
  return { open: (uri) => new OpenText(uri, tools) };
}
