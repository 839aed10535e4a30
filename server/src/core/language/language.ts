import type { LanguageService } from '#protocol/language/service';
import type { LanguageTools } from './languageTools';
import { OpenText } from './openText';
import { TraceqlText } from './traceqlText';

/** The language service over a catalogue of tools; a query is known by its file's name. */
export function createLanguage(tools: LanguageTools): LanguageService {
  return { open: (uri) => (/\.traceql$/i.test(uri) ? new TraceqlText() : new OpenText(uri, tools)) };
}
