import type { CancellationToken, LogOutputChannel } from 'vscode';
import { CloseAction, ErrorAction, LanguageClient } from 'vscode-languageclient/node';
import type { Connection } from './connection';
import { type OwnDocuments, ownDocuments } from './ownDocuments';
import type { GreetedStreams } from './server/greetedStreams';

/** What the language client is told beside its streams. */
export interface LanguageOptions extends Omit<OwnDocuments, 'client'> {
  readonly root: string;
  readonly log: LogOutputChannel;
}

/** Carries contract and language over one greeted connection, through the editor's own language client. */
export async function languageConnection(
  streams: GreetedStreams,
  { root, log, isOwn, onDiagnosed }: LanguageOptions,
): Promise<Connection> {
  const client: LanguageClient = new LanguageClient(
    'holdpoint',
    'Holdpoint',
    async () => ({ reader: streams.reader, writer: streams.writer }),
    {
      documentSelector: ['yaml', 'json', 'jsonc'].map((language) => ({ scheme: 'file', language })),
      middleware: ownDocuments({ isOwn, onDiagnosed, client: () => client }),
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
    notify: (method, params) => client.sendNotification(method, params),
    listen: listenerOf(client),
    closed: streams.closed,
    close: async () => {
      await client.dispose().catch(() => undefined);
      streams.drop();
    },
  };
}

/** The language client takes one listener for each notification; a connection takes any number. */
function listenerOf(client: LanguageClient): Connection['listen'] {
  const listening = new Map<string, ((payload: unknown) => void)[]>();
  return (notification, listener) => {
    const known = listening.get(notification);
    if (known !== undefined) {
      known.push(listener);
      return;
    }
    const listeners = [listener];
    listening.set(notification, listeners);
    client.onNotification(notification, (payload: unknown) => {
      for (const each of listeners) {
        each(payload);
      }
    });
  };
}
