import type { PolicyLayer, Profile } from '../policy';
import type { Locale, Tell } from '../translation/tell';

/** A place in a text; both count from 0, characters as UTF-16 units, as editors do. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

/** A part of a text; `end` is behind its last character. */
export interface TextRange {
  readonly start: TextPosition;
  readonly end: TextPosition;
}

/** One replacement in a text. */
export interface TextEdit {
  readonly range: TextRange;
  readonly newText: string;
}

/** How serious a diagnostic is: 1 error, 2 warning, 3 information, 4 hint. */
export type Severity = 1 | 2 | 3 | 4;

/** Something an editor underlines; `code` is a problem's code or the id of the rule that decides. */
export interface Diagnostic {
  readonly range: TextRange;
  readonly severity: Severity;
  readonly code: string;
  readonly source: string;
  readonly message: string;
}

/** What may stand at the cursor; `kind` is a number of the language protocol's CompletionItemKind. */
export interface Completion {
  readonly label: string;
  readonly kind: 3 | 9 | 10 | 12 | 18 | 20;
  readonly detail: string;
  readonly documentation?: string;
  readonly sortText: string;
  readonly filterText: string;
  readonly textEdit: TextEdit;
}

/** What an editor shows beside the pointer, as Markdown. */
export interface Hover {
  readonly contents: { readonly kind: 'markdown'; readonly value: string };
  readonly range: TextRange;
}

/** Where something is defined: in the same document, or in the file with this absolute path. */
export interface Definition {
  readonly file: string | null;
  readonly range: TextRange;
}

/** One entry of an outline; `kind` is a number of the language protocol's SymbolKind. */
export interface DocumentSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: 2 | 3 | 8 | 12 | 13 | 14 | 24;
  readonly range: TextRange;
  readonly selectionRange: TextRange;
  readonly children: DocumentSymbol[];
}

/** Lines that an editor may fold, counted from 0. */
export interface FoldingRange {
  readonly startLine: number;
  readonly endLine: number;
}

/** A command of the client with its arguments. */
export interface EditorCommand {
  readonly title: string;
  readonly command: string;
  readonly arguments: unknown[];
}

/** A command that stands above a line. */
export interface CodeLens {
  readonly range: TextRange;
  readonly command: EditorCommand;
}

/** A repair that an editor offers for a diagnostic; the edits are in the same document. */
export interface QuickFix {
  readonly title: string;
  readonly diagnostic: Diagnostic;
  readonly edits: TextEdit[];
  readonly isPreferred: boolean;
}

/** How a run or a step of it ended the last time. */
export interface LastRun {
  readonly run_id: string;
  readonly status: string;
  readonly started_at: string | null;
  readonly duration_ms: number | null;
}

/** What the newest spans of the record hold, the most frequent first; values stand as queries write them. */
export interface SeenFacts {
  readonly attributes: readonly {
    readonly scope: 'span' | 'resource' | 'event';
    readonly name: string;
    readonly values: readonly string[];
  }[];
  /** Values of intrinsics by their names, such as `span:name`. */
  readonly intrinsics: Readonly<Record<string, readonly string[]>>;
}

/** What the workspace knows beside a text: policy, and how things went before. */
export interface LanguageFacts {
  /** Layers of the policy files as they are now; `null` while a file is broken, so that nothing is judged. */
  readonly layers: readonly PolicyLayer[] | null;
  /** What a plan that names no profile runs under. */
  readonly profile: Profile;
  /** Milliseconds since the epoch, for rules that end. */
  readonly nowMs: number;
  /** The folder that plans work in. */
  readonly root: string;
  /** Whether a child can be kept from the network here. */
  readonly networkEnforced: boolean;
  /** Language of what people read. */
  readonly locale: Locale;
  /** Tells texts of ours, such as reasons of policy, in that language. */
  readonly told: Tell;
  /** Of a record of which nobody asked, and of an empty one, nothing is seen. */
  readonly seen: SeenFacts;
  /** The newest run of the plan with this title, and its steps by id; `null` when it never ran. */
  lastRun(title: string): { readonly run: LastRun; readonly steps: ReadonlyMap<string, LastRun> } | null;
}

/** One open document; every answer is about the text it was given last. */
export interface LanguageDocument {
  /** Whether its answers are about what is `seen` in the record, which is asked for such documents only. */
  readonly isAboutRecord: boolean;
  update(text: string): void;
  diagnostics(facts: LanguageFacts): Diagnostic[];
  complete(position: TextPosition, facts: Pick<LanguageFacts, 'locale' | 'seen'>): Completion[];
  hover(position: TextPosition, facts: LanguageFacts): Hover | null;
  /** Of a name; of a step's tool the rule of a policy file that decides. */
  definition(position: TextPosition, facts: LanguageFacts): Definition | null;
  references(position: TextPosition, includeDeclaration: boolean): TextRange[];
  prepareRename(position: TextPosition): { readonly range: TextRange; readonly placeholder: string } | null;
  /** The edits, or why the name cannot be taken. */
  rename(
    position: TextPosition,
    newName: string,
    locale: LanguageFacts['locale'],
  ): TextEdit[] | { readonly refused: string };
  symbols(): DocumentSymbol[];
  folding(): FoldingRange[];
  lenses(facts: LanguageFacts): CodeLens[];
  fixes(range: TextRange, facts: LanguageFacts): QuickFix[];
}

/** Understands the documents people write; pure, so that it may be asked on every keystroke. */
export interface LanguageService {
  /** A document as yet without text. One that is none of ours, by its name and text, has nothing to say. */
  open(uri: string): LanguageDocument;
}
