import type * as vscode from 'vscode';
import type { LanguageClient, Middleware } from 'vscode-languageclient/node';

/** Which documents a language client may see, and how it says that it has just seen one become ours. */
export interface OwnDocuments {
  isOwn(document: vscode.TextDocument): boolean;
  /** Called whenever the server has said what it finds in a document. */
  onDiagnosed(uri: vscode.Uri): void;
  client(): LanguageClient;
}

/**
 * Keeps every document that is not ours from the server, whatever its language: texts are sent from the moment at
 * which they become ours, and only of those are features asked.
 */
export function ownDocuments({ isOwn, onDiagnosed, client }: OwnDocuments): Middleware {
  const sent = new Set<string>();
  const key = (document: vscode.TextDocument) => document.uri.toString();
  const asked =
    <T>(nothing: T) =>
    (document: vscode.TextDocument, ...rest: readonly unknown[]) =>
      sent.has(key(document)) ? (rest.at(-1) as Ask)(document, ...rest.slice(0, -1)) : nothing;
  return {
    didOpen: async (document, next) => {
      if (isOwn(document)) {
        sent.add(key(document));
        await next(document);
      }
    },
    didChange: async (event, next) => {
      const { document } = event;
      if (sent.has(key(document))) {
        await next(event);
      } else if (isOwn(document)) {
        sent.add(key(document));
        const params = client().code2ProtocolConverter.asOpenTextDocumentParams(document);
        await client().sendNotification('textDocument/didOpen', params);
      }
    },
    didSave: async (document, next) => {
      if (sent.has(key(document))) {
        await next(document);
      }
    },
    didClose: async (document, next) => {
      if (sent.delete(key(document))) {
        await next(document);
      }
    },
    handleDiagnostics: (uri, diagnostics, next) => {
      next(uri, diagnostics);
      onDiagnosed(uri);
    },
    provideCompletionItem: asked(undefined),
    provideHover: asked(undefined),
    provideDefinition: asked(undefined),
    provideReferences: asked(undefined),
    provideRenameEdits: asked(undefined),
    prepareRename: asked(undefined),
    provideDocumentSymbols: asked(undefined),
    provideFoldingRanges: asked(undefined),
    provideCodeLenses: asked(undefined),
    provideCodeActions: asked(undefined),
  };
}

type Ask = (...words: readonly unknown[]) => never;
