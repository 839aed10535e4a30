import type {
  CodeLens,
  Completion,
  Diagnostic,
  DocumentSymbol,
  FoldingRange,
  Hover,
  LanguageDocument,
  QuickFix,
  TextEdit,
  TextRange,
} from '#protocol/language';
import { parsePlan } from '../plan/parsePlan';
import type { LanguageTools } from './languageTools';

/** One open text. */
export class PlanText implements LanguageDocument {
  readonly #fileName: string;
  readonly #tools: LanguageTools;
  #text = '';

  constructor(uri: string, tools: LanguageTools) {
    this.#fileName = uri;
    this.#tools = tools;
  }

  update(text: string): void {
    this.#text = text;
  }

  diagnostics(): Diagnostic[] {
    const { problems } = parsePlan(this.#text, { fileName: this.#fileName, tools: this.#tools });
    return problems.map(({ line, column, code, message }) => {
      const place = { line: line - 1, character: column - 1 };
      return { range: { start: place, end: place }, severity: 1, code, source: 'holdpoint', message };
    });
  }

  complete(): Completion[] {
    return [];
  }

  hover(): Hover | null {
    return null;
  }

  definition(): TextRange | null {
    return null;
  }

  references(): TextRange[] {
    return [];
  }

  prepareRename(): null {
    return null;
  }

  rename(): TextEdit[] {
    return [];
  }

  symbols(): DocumentSymbol[] {
    return [];
  }

  folding(): FoldingRange[] {
    return [];
  }

  lenses(): CodeLens[] {
    return [];
  }

  fixes(): QuickFix[] {
    return [];
  }
}
