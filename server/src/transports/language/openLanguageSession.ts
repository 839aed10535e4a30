import { createConnection } from 'vscode-languageserver';
import { createProtocolConnection, type MessageReader, type MessageWriter } from 'vscode-languageserver/node';
import { answerEditor } from './answerEditor';
import { EditorFacts } from './editorFacts';
import type { LanguageDesk } from './languageDesk';
import { OpenDocuments } from './openDocuments';

/** Two ends of one line that carries the language protocol. */
export interface LanguageStreams {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
}

/**
 * Speaks the language protocol over a line until it is disposed. The session owns neither the line nor the process:
 * `exit` ends nothing but the session.
 */
export function openLanguageSession(streams: LanguageStreams, desk: LanguageDesk): { dispose(): void } {
  const { reader, writer } = streams;
  // The entry of the library for Node ends the process with the editor; a server that outlives its windows must not.
  const watchDog = { shutdownReceived: false, initialize: () => {}, exit: () => dispose() };
  const connection = createConnection((logger) => createProtocolConnection(reader, writer, logger), watchDog);
  const facts = new EditorFacts(desk);
  const documents = new OpenDocuments(connection, desk, facts);
  answerEditor(connection, { desk, facts, documents });
  let isOpen = true;
  function dispose(): void {
    if (!isOpen) return;
    isOpen = false;
    documents.dispose();
    facts.dispose();
    connection.dispose();
  }
  connection.listen();
  return { dispose };
}
