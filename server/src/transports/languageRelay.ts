import {
  type CancellationToken,
  createMessageConnection,
  type MessageConnection,
  type MessageReader,
  type MessageWriter,
} from 'vscode-jsonrpc/node';
import type { Caller } from '#protocol/methods';
import { messagePair } from './messagePair';

/** Opens a session that speaks the language server protocol with one caller; loaded only when an editor asks. */
export type OpenLanguage = (
  streams: { readonly reader: MessageReader; readonly writer: MessageWriter },
  caller: Caller,
) => Promise<{ dispose(): void }>;

interface Asked {
  readonly method: string;
  readonly params: unknown;
  readonly token: CancellationToken;
}

interface Session {
  readonly near: MessageConnection;
  dispose(): void;
}

/**
 * Carries what an editor says in the language server protocol from its connection to a session of its own and back,
 * so that contract and language share one socket. A client that never sends `initialize` has no session.
 */
export class LanguageRelay {
  readonly #client: MessageConnection;
  readonly #open: OpenLanguage | undefined;
  #session: Promise<Session | undefined> | undefined;

  constructor(client: MessageConnection, open: OpenLanguage | undefined) {
    this.#client = client;
    this.#open = open;
  }

  /** Whether a method that is not of the contract belongs to the language session. */
  takes(method: string): boolean {
    return method === 'initialize' || this.#session !== undefined;
  }

  /** Answers as the session does; without a language service a server says that it has no capabilities. */
  async request(caller: Caller, { method, params, token }: Asked): Promise<unknown> {
    if (method === 'initialize') {
      this.#session ??= this.#start(caller);
    }
    const session = await this.#session;
    if (session === undefined) {
      return method === 'initialize' ? { capabilities: {} } : null;
    }
    const sent = method === 'initialize' ? withoutProcess(params) : params;
    return sent === undefined
      ? await session.near.sendRequest(method, token)
      : await session.near.sendRequest(method, sent, token);
  }

  /** Passes a notification on; `exit` ends the session, never the server, which belongs to the workspace. */
  async notify(method: string, params: unknown): Promise<void> {
    if (method === 'exit') {
      this.dispose();
      return;
    }
    const session = await this.#session;
    await (params === undefined
      ? session?.near.sendNotification(method)
      : session?.near.sendNotification(method, params));
  }

  dispose(): void {
    const session = this.#session;
    this.#session = undefined;
    void session?.then((open) => open?.dispose()).catch(() => undefined);
  }

  async #start(caller: Caller): Promise<Session | undefined> {
    if (this.#open === undefined) {
      return undefined;
    }
    const [near, far] = messagePair();
    const connection = createMessageConnection(near.reader, near.writer);
    const client = this.#client;
    connection.onRequest((method, params, token) =>
      params === undefined
        ? client.sendRequest(method, token)
        : client.sendRequest(method, params as object, token),
    );
    connection.onNotification((method, params) =>
      params === undefined
        ? client.sendNotification(method)
        : client.sendNotification(method, params as object),
    );
    connection.listen();
    const session = await this.#open(far, caller);
    return {
      near: connection,
      dispose: () => {
        session.dispose();
        connection.dispose();
      },
    };
  }
}

/** A session that knew the editor's process would end this one with it. */
function withoutProcess(params: unknown): unknown {
  return typeof params === 'object' && params !== null ? { ...params, processId: null } : params;
}
