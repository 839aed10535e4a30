import type { CancellationToken, LogOutputChannel } from 'vscode';
import { CloseAction, ErrorAction, LanguageClient } from 'vscode-languageclient/node';
import type { Connection } from './connection';
import type { GreetedStreams } from './greetedStreams';

/** What the language client is told beside its streams. */
export interface LanguageOptions {
  readonly root: string;
  readonly log: LogOutputChannel;
}

/** Carries contract and language over one greeted connection, through the editor's own language client. */
export async function languageConnection(
  streams: GreetedStreams,
  { root, log }: LanguageOptions,
): Promise<Connection> {
  const client = new LanguageClient(
    'holdpoint',
    'Holdpoint',
    async () => ({ reader: streams.reader, writer: streams.writer }),
    {
      documentSelector: [],
      outputChannel: log,
      diagnosticCollectionName: `holdpoint ${root}`,
      // A line brings its server back by itself and says so in its own words.
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => ({ action: CloseAction.DoNotRestart, handled: true }),
      },
      initializationFailedHandler: () => false,
    },
  );
  try {
    await client.start();
  } catch (error) {
    streams.drop();
    throw error;
  }
  void streams.closed.then(() => client.dispose().catch(() => undefined));
  return {
    hello: streams.hello,
    request: (method, params, token?: CancellationToken) =>
      token === undefined ? client.sendRequest(method, params) : client.sendRequest(method, params, token),
    listen: (notification, listener) => void client.onNotification(notification, listener),
    closed: streams.closed,
    close: async () => {
      await client.dispose().catch(() => undefined);
      streams.drop();
    },
  };
}
