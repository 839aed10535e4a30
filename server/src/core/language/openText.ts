import type {
  CodeLens,
  Completion,
  Definition,
  Diagnostic,
  DocumentSymbol,
  FoldingRange,
  Hover,
  LanguageDocument,
  LanguageFacts,
  QuickFix,
  TextEdit,
  TextPosition,
  TextRange,
} from '#protocol/language/service';
import { PlanChecks } from '../plan/semantics/planChecks';
import { completions } from './answers/completion';
import { hoverAt } from './answers/hover';
import { lensesOf } from './answers/lenses';
import { folds, outline } from './answers/outline';
import { findings } from './diagnostics';
import { fixesFor } from './fixes/fixes';
import type { LanguageTools } from './languageTools';
import { nameDefinition, namedPlaceAt, nameReferences } from './names/answerNames';
import { renameName } from './names/renameName';
import { DocumentText } from './text/documentText';
import { TextLines } from './text/textLines';
import { Understanding } from './understanding';
import { decidingRule } from './verdicts/decidingRule';
import { StepJudge } from './verdicts/judgeSteps';

/** One open text, understood as far as it changed; every answer is about the newest text. */
export class OpenText implements LanguageDocument {
  readonly isAboutRecord = false;
  readonly #uri: string;
  readonly #tools: LanguageTools;
  readonly #judge: StepJudge;
  readonly #text = new DocumentText();
  readonly #checks = new PlanChecks();
  #lines = new TextLines('');
  #understood: Understanding | null = null;
  /** The newest understanding with a value: what completion knows while a text is in the making. */
  #known: Understanding | null = null;

  constructor(uri: string, tools: LanguageTools) {
    this.#uri = uri;
    this.#tools = tools;
    this.#judge = new StepJudge(tools);
  }

  update(text: string): void {
    this.#keep();
    this.#text.update(text);
    this.#lines = new TextLines(text);
    this.#understood = null;
  }

  diagnostics(facts: LanguageFacts): Diagnostic[] {
    return findings(this.#now(), this.#lines, facts, this.#judge).map(({ diagnostic }) => diagnostic);
  }

  complete(position: TextPosition, { locale }: Pick<LanguageFacts, 'locale'>): Completion[] {
    const understood = this.#now();
    if (understood.kind === 'none') return [];
    const known = understood.reading.json === undefined ? (this.#known ?? understood) : understood;
    return completions({ understood, known, lines: this.#lines, tools: this.#tools, locale }, position);
  }

  hover(position: TextPosition, facts: LanguageFacts): Hover | null {
    const understood = this.#now();
    if (understood.kind === 'none') return null;
    return hoverAt(
      { understood, lines: this.#lines, tools: this.#tools, judge: this.#judge, facts },
      position,
    );
  }

  definition(position: TextPosition, facts: LanguageFacts): Definition | null {
    const understood = this.#now();
    const range = nameDefinition(understood, position);
    if (range !== null) return { file: null, range };
    return decidingRule({ understood, lines: this.#lines, judge: this.#judge, facts }, position);
  }

  references(position: TextPosition, includeDeclaration: boolean): TextRange[] {
    return nameReferences(this.#now(), position, includeDeclaration);
  }

  prepareRename(position: TextPosition): { range: TextRange; placeholder: string } | null {
    const place = namedPlaceAt(this.#now(), position);
    return place && { range: place.range, placeholder: place.name };
  }

  rename(
    position: TextPosition,
    newName: string,
    locale: LanguageFacts['locale'],
  ): TextEdit[] | { readonly refused: string } {
    return renameName(this.#now(), position, newName, locale);
  }

  symbols(): DocumentSymbol[] {
    return outline(this.#now());
  }

  folding(): FoldingRange[] {
    return folds(this.#now());
  }

  lenses(facts: LanguageFacts): CodeLens[] {
    const understood = this.#now();
    return lensesOf(this.#uri, understood, findings(understood, this.#lines, facts, this.#judge), facts);
  }

  fixes(range: TextRange, facts: LanguageFacts): QuickFix[] {
    const understood = this.#now();
    const found = findings(understood, this.#lines, facts, this.#judge);
    return fixesFor({ understood, lines: this.#lines, locale: facts.locale }, found, range);
  }

  #now(): Understanding {
    this.#understood ??= new Understanding(this.#uri, this.#text, this.#tools, this.#checks);
    return this.#understood;
  }

  #keep(): void {
    if (this.#understood !== null && this.#understood.reading.json !== undefined)
      this.#known = this.#understood;
  }
}
