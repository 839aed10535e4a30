import { type Connection, TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { LanguageDocument } from '#protocol/language/service';
import type { EditorFacts } from './editorFacts';
import type { LanguageDesk } from './languageDesk';

/** The documents an editor has open, each with its diagnostics told after every change. */
export class OpenDocuments {
  readonly #texts = new TextDocuments(TextDocument);
  readonly #understood = new Map<string, LanguageDocument>();
  readonly #waiting = new Set<string>();
  readonly #connection: Connection;
  readonly #desk: LanguageDesk;
  readonly #facts: EditorFacts;
  #isOpen = true;

  constructor(connection: Connection, desk: LanguageDesk, facts: EditorFacts) {
    this.#connection = connection;
    this.#desk = desk;
    this.#facts = facts;
    this.#texts.onDidChangeContent(({ document }) => this.#changed(document));
    this.#texts.onDidClose(({ document }) => this.#closed(document.uri));
    this.#texts.onDidSave(() => this.checkAll());
    this.#texts.listen(connection);
  }

  /** The document as its newest text reads; `undefined` when it is not open. */
  at(uri: string): LanguageDocument | undefined {
    return this.#understood.get(uri);
  }

  /** Tells the diagnostics of all documents anew: a policy file may have changed. */
  checkAll(): void {
    for (const uri of this.#understood.keys()) this.#checkSoon(uri);
  }

  dispose(): void {
    this.#isOpen = false;
    this.#understood.clear();
  }

  #changed(document: TextDocument): void {
    const { uri } = document;
    const understood = this.#understood.get(uri) ?? this.#desk.language.open(uri);
    this.#understood.set(uri, understood);
    understood.update(document.getText());
    this.#checkSoon(uri);
  }

  #closed(uri: string): void {
    this.#understood.delete(uri);
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  /** Changes that came in together are checked together. */
  #checkSoon(uri: string): void {
    if (this.#waiting.has(uri)) return;
    this.#waiting.add(uri);
    setImmediate(() => {
      this.#waiting.delete(uri);
      this.#check(uri).catch((error: unknown) =>
        this.#desk.log.error('a document could not be checked', { uri, error: String(error) }),
      );
    });
  }

  async #check(uri: string): Promise<void> {
    const version = this.#texts.get(uri)?.version;
    const document = this.#understood.get(uri);
    if (document === undefined) return;
    const facts = await this.#facts.now(document);
    // A newer text has its own check under way.
    if (!this.#isOpen || this.#texts.get(uri)?.version !== version) return;
    const found = document.diagnostics(facts);
    const diagnostics = found.map((one) => ({ ...one, message: facts.told(one.message) }));
    await this.#connection.sendDiagnostics(
      version === undefined ? { uri, diagnostics } : { uri, version, diagnostics },
    );
  }
}
