import type { CancellationToken, LogOutputChannel } from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, ResponseError } from 'vscode-languageclient/node';
import { AppError, errorCodes } from '#protocol/errors';
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
      documentSelector: ['yaml', 'json', 'jsonc', 'traceql'].map((language) => ({
        scheme: 'file',
        language,
      })),
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
    answer: (method, act) =>
      void client.onRequest(method, async (params: unknown, token) => {
        try {
          return await act(params, token);
        } catch (error) {
          throw answeredError(error);
        }
      }),
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

/** What was raised on purpose, in the form in which the server raises its own. */
function answeredError(error: unknown): ResponseError<unknown> {
  if (!(error instanceof AppError)) {
    const isStopped = error instanceof Error && error.name === 'AbortError';
    return new ResponseError(isStopped ? -32800 : -32603, String(error));
  }
  const { code, message, details } = error;
  const { rpc, error: name } = errorCodes[code];
  return new ResponseError(rpc, message, { error: name, error_code: code, message, details });
}
