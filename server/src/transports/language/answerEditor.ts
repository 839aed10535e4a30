import { pathToFileURL } from 'node:url';
import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import type { LanguageDocument, LanguageFacts, TextPosition } from '#protocol/language/service';
import { tellIn } from '#protocol/translation/tellIn';
import type { EditorFacts } from './editorFacts';
import type { LanguageDesk } from './languageDesk';
import type { OpenDocuments } from './openDocuments';

interface Session {
  readonly desk: LanguageDesk;
  readonly facts: EditorFacts;
  readonly documents: OpenDocuments;
}

/** Ties every request of the language protocol to the document that it is about. */
export function answerEditor(connection: Connection, session: Session): void {
  const { documents } = session;
  connection.onInitialize((params) => greet(connection, session, params));
  const at = (uri: string) => documents.at(uri);
  connection.onCompletion(({ textDocument, position }) => complete(session, textDocument.uri, position));
  connection.onHover(({ textDocument, position }, token) =>
    withFacts(session, textDocument.uri, token, (document, facts) => document.hover(position, facts)),
  );
  connection.onDefinition(({ textDocument, position }, token) =>
    withFacts(session, textDocument.uri, token, (document, facts) => {
      const found = document.definition(position, facts);
      if (found === null) return null;
      const uri = found.file === null ? textDocument.uri : pathToFileURL(found.file).href;
      return { uri, range: found.range };
    }),
  );
  connection.onReferences(({ textDocument, position, context }) =>
    (at(textDocument.uri)?.references(position, context.includeDeclaration) ?? []).map((range) => ({
      uri: textDocument.uri,
      range,
    })),
  );
  connection.onDocumentSymbol(({ textDocument }) => at(textDocument.uri)?.symbols() ?? []);
  connection.onFoldingRanges(({ textDocument }) => at(textDocument.uri)?.folding() ?? []);
  connection.onCodeLens(({ textDocument }, token) =>
    withFacts(session, textDocument.uri, token, (document, facts) => document.lenses(facts)),
  );
  answerRenames(connection, session);
  answerFixes(connection, session);
}

async function greet(
  connection: Connection,
  session: Session,
  params: InitializeParams,
): Promise<InitializeResult> {
  const { facts, documents, desk } = session;
  facts.locale = params.locale?.startsWith('ja') ? 'ja' : 'en';
  facts.told = await tellIn(facts.locale);
  const canRefresh = params.capabilities.workspace?.codeLens?.refreshSupport ?? false;
  facts.onChange(() => {
    documents.checkAll();
    if (!canRefresh) return;
    connection
      .sendRequest('workspace/codeLens/refresh')
      .catch((error: unknown) => desk.log.warning('lenses were not refreshed', { error: String(error) }));
  });
  return {
    serverInfo: { name: 'holdpoint', version: desk.version },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      completionProvider: { triggerCharacters: ['.', '{', ' ', ':', '-', '"'] },
      hoverProvider: true,
      definitionProvider: true,
      referencesProvider: true,
      renameProvider: { prepareProvider: true },
      documentSymbolProvider: true,
      foldingRangeProvider: true,
      codeLensProvider: {},
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
    },
  };
}

function answerRenames(connection: Connection, { documents, facts }: Session): void {
  connection.onPrepareRename(
    ({ textDocument, position }) => documents.at(textDocument.uri)?.prepareRename(position) ?? null,
  );
  connection.onRenameRequest(({ textDocument, position, newName }) => {
    const { uri } = textDocument;
    const edits = documents.at(uri)?.rename(position, newName, facts.locale);
    if (edits === undefined) return null;
    if ('refused' in edits) throw new ResponseError(LSPErrorCodes.RequestFailed, edits.refused);
    return { changes: { [uri]: edits } };
  });
}

function answerFixes(connection: Connection, session: Session): void {
  connection.onCodeAction(({ textDocument, range }, token) =>
    withFacts(session, textDocument.uri, token, (document, facts) =>
      document.fixes(range, facts).map(
        ({ title, diagnostic, edits, isPreferred }): CodeAction => ({
          title,
          kind: CodeActionKind.QuickFix,
          diagnostics: [{ ...diagnostic, message: facts.told(diagnostic.message) }],
          isPreferred,
          edit: { changes: { [textDocument.uri]: edits } },
        }),
      ),
    ),
  );
}

/** At once for plans, which know all that completion needs; a query asks the record first. */
function complete({ facts, documents }: Session, uri: string, position: TextPosition) {
  const document = documents.at(uri);
  if (document?.isAboutRecord !== true) {
    return (
      document?.complete(position, { locale: facts.locale, seen: { attributes: [], intrinsics: {} } }) ?? []
    );
  }
  return facts.seen(document).then((seen) => document.complete(position, { locale: facts.locale, seen }));
}

/** Answers with the facts of the moment, unless the editor has lost interest while they were asked for. */
async function withFacts<T>(
  { facts, documents }: Session,
  uri: string,
  token: CancellationToken,
  answer: (document: LanguageDocument, facts: LanguageFacts) => T,
): Promise<T | null> {
  const document = documents.at(uri);
  if (document === undefined) return null;
  const now = await facts.now(document);
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
  return documents.at(uri) === document ? answer(document, now) : null;
}
