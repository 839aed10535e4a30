import { PassThrough } from 'node:stream';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { LanguageStreams } from '../../server/src/transports/language/openLanguageSession';
import { until } from './until';

/** What the server told about one document. */
export interface PublishedDiagnostics {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly {
    readonly message: string;
    readonly code: string;
    readonly severity: number;
    readonly range: { readonly start: { readonly line: number; readonly character: number } };
  }[];
}

/** An editor as a language session sees it, at the other end of a line in memory. */
export interface LanguagePeer {
  readonly connection: MessageConnection;
  readonly published: readonly PublishedDiagnostics[];
  /** With a language, as the editor's own is. */
  initialize(locale?: string): Promise<{ readonly capabilities: Readonly<Record<string, unknown>> }>;
  open(uri: string, text: string): Promise<void>;
  /** The diagnostics of one version, as soon as they come. */
  diagnostics(uri: string, version: number): Promise<PublishedDiagnostics['diagnostics']>;
  close(): void;
}

/** Connects an editor to whatever `start` puts at the other end. */
export function languagePeer(start: (streams: LanguageStreams) => { dispose(): void }): LanguagePeer {
  const toServer = new PassThrough();
  const toEditor = new PassThrough();
  const session = start({
    reader: new StreamMessageReader(toServer),
    writer: new StreamMessageWriter(toEditor),
  });
  const connection = createMessageConnection(
    new StreamMessageReader(toEditor),
    new StreamMessageWriter(toServer),
  );
  const published: PublishedDiagnostics[] = [];
  connection.onNotification('textDocument/publishDiagnostics', (told: PublishedDiagnostics) => {
    published.push(told);
  });
  connection.listen();
  const capabilities = { workspace: { codeLens: { refreshSupport: true } } };
  return {
    connection,
    published,
    initialize: async (locale) => {
      const result = await connection.sendRequest<{ capabilities: Record<string, unknown> }>('initialize', {
        processId: null,
        rootUri: null,
        capabilities,
        ...(locale !== undefined && { locale }),
      });
      await connection.sendNotification('initialized', {});
      return result;
    },
    open: (uri, text) =>
      connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'yaml', version: 1, text },
      }),
    diagnostics: async (uri, version) => {
      const told = await until(`diagnostics of version ${version} of ${uri}`, () =>
        published.find((one) => one.uri === uri && one.version === version),
      );
      return told.diagnostics;
    },
    close: () => {
      connection.dispose();
      session.dispose();
    },
  };
}
