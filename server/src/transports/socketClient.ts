import type { Socket } from 'node:net';
import {
  type CancellationToken,
  createMessageConnection,
  type MessageConnection,
  ResponseError,
} from 'vscode-jsonrpc/node';
import type { Offer } from '#protocol/connection';
import { AppError, type ErrorBody } from '#protocol/errors';
import type { Caller } from '#protocol/methods';
import { askClient, type Question } from './askClient';
import { type Desk, dispatch, isMethod } from './dispatch';
import { type Failure, failureOf } from './failure';
import { FrameError, FrameReader, FrameWriter } from './frames';
import { type Greeter, greet } from './greeting';
import { LanguageRelay, type OpenLanguage } from './languageRelay';
import type { SocketLimits } from './socketLimits';
import { type UnsavedFiles, unsavedReport } from './unsavedFiles';

const invalidRequest = {
  bad_header: 'BAD_REQUEST',
  too_large: 'PAYLOAD_TOO_LARGE',
  invalid_json: 'INVALID_JSON',
} as const;

/** One connection: a stranger until it has shown the token, then a caller whose requests end with its socket. */
export class SocketClient {
  readonly #socket: Socket;
  readonly #desk: Desk;
  readonly #greeter: Greeter;
  readonly #limits: SocketLimits;
  readonly #unsaved: UnsavedFiles;
  readonly #writer: FrameWriter;
  readonly #connection: MessageConnection;
  readonly #language: LanguageRelay;
  /** Ends every request of this connection; a run goes on, it belongs to the server. */
  readonly #pending = new Set<AbortController>();
  #caller: Caller | null = null;
  #offers: ReadonlySet<Offer> = new Set();

  constructor(parts: {
    readonly socket: Socket;
    readonly desk: Desk;
    readonly greeter: Greeter;
    readonly limits: SocketLimits;
    readonly openLanguage?: OpenLanguage | undefined;
    readonly unsaved: UnsavedFiles;
  }) {
    this.#socket = parts.socket;
    this.#desk = parts.desk;
    this.#greeter = parts.greeter;
    this.#limits = parts.limits;
    this.#unsaved = parts.unsaved;
    const { strangerBytes, messageBytes, strangerMs } = parts.limits;
    const reader = new FrameReader(parts.socket, () => (this.#caller ? messageBytes : strangerBytes));
    this.#writer = new FrameWriter(parts.socket);
    this.#connection = createMessageConnection(reader, this.#writer, quiet);
    this.#language = new LanguageRelay(this.#connection, parts.openLanguage);
    this.#connection.onRequest((method, params, token) => this.#answer(method, params, token));
    this.#connection.onNotification((method, params) => this.#hear(method, params));
    this.#connection.onError(([error]) => this.#refuse(error));
    this.#connection.listen();
    const patience = setTimeout(() => this.#caller ?? this.drop(), strangerMs);
    this.#socket.once('close', () => {
      clearTimeout(patience);
      for (const request of this.#pending) {
        request.abort();
      }
      this.#unsaved.leave(this);
      this.#language.dispose();
      this.#connection.dispose();
    });
  }

  /** Whom the server takes this connection for; `null` before the token was shown. */
  get caller(): Caller | null {
    return this.#caller;
  }

  /** Whether this client does such things for the server; one without trust is asked for nothing. */
  offers(offer: Offer): boolean {
    return this.#caller?.limit === undefined && this.#offers.has(offer);
  }

  /** Asks the client; what it raises on purpose is thrown as it raised it. */
  ask(question: Question): Promise<unknown> {
    return askClient(this.#connection, question);
  }

  /** Hands over a notification, or drops a client that has stopped reading: it can come back and read the record. */
  tell(frame: Buffer): void {
    if (this.#caller === null) {
      return;
    }
    if (this.#socket.writableLength > this.#limits.queueBytes) {
      this.#desk.log.warning('a client does not read: dropped', { queued: this.#socket.writableLength });
      this.drop();
      return;
    }
    void this.#writer.writeFrame(frame);
  }

  end(): void {
    this.#socket.end();
  }

  drop(): void {
    this.#socket.destroy();
  }

  async #answer(method: string, params: unknown, token: CancellationToken): Promise<unknown> {
    if (method === 'server/hello') {
      return this.#hello(params);
    }
    const caller = this.#caller;
    if (caller === null) {
      return failed(this.#failure(new AppError('UNAUTHORIZED', 'the first request is server/hello'), method));
    }
    if (!isMethod(method) && this.#language.takes(method)) {
      return this.#language.request(caller, { method, params, token });
    }
    const request = new AbortController();
    this.#pending.add(request);
    if (token.isCancellationRequested) {
      request.abort();
    }
    const cancelling = token.onCancellationRequested(() => request.abort());
    try {
      const answer = await dispatch(this.#desk, { method, params, caller, signal: request.signal });
      return answer.ok ? answer.result : failed(answer.failure);
    } finally {
      cancelling.dispose();
      this.#pending.delete(request);
    }
  }

  #hear(method: string, params: unknown): void {
    if (this.#caller === null) {
      return;
    }
    const heard =
      method === 'documents/unsaved' ? this.#noteUnsaved(params) : this.#language.notify(method, params);
    heard.catch((error: unknown) =>
      this.#desk.log.warning('a notification was lost', { method, reason: String(error) }),
    );
  }

  async #noteUnsaved(params: unknown): Promise<void> {
    if (this.#offers.has('documents')) {
      this.#unsaved.report(this, unsavedReport.parse(params).files);
    }
  }

  async #hello(params: unknown): Promise<unknown> {
    try {
      if (this.#caller) {
        throw new AppError('STATE_CONFLICT', 'this connection has said hello already');
      }
      const { caller, hello, offers } = greet(this.#greeter, params);
      if (caller.limit === undefined) {
        await this.#greeter.onTrust?.();
      }
      this.#caller = caller;
      this.#offers = new Set(offers);
      return hello;
    } catch (error) {
      if (this.#caller === null) {
        this.#writer.endAfterNext();
        this.#desk.log.warning('a connection was refused', { reason: String(error) });
      }
      return failed(this.#failure(error, 'server/hello'));
    }
  }

  /** Answers what was no message; where the next one starts is known only after bad JSON. */
  #refuse(error: Error): void {
    if (!(error instanceof FrameError)) {
      return;
    }
    const code = invalidRequest[error.kind];
    const { rpc, body } = this.#failure(new AppError(code, error.message), '');
    if (error.kind !== 'invalid_json' || this.#caller === null) {
      this.#writer.endAfterNext();
    }
    const message = { jsonrpc: '2.0', id: null, error: { code: rpc, message: body.message, data: body } };
    void this.#writer.write(message);
  }

  #failure(error: unknown, method: string): Failure {
    return failureOf(error, this.#desk.log, method);
  }
}

const quiet = { error: () => {}, warn: () => {}, info: () => {}, log: () => {} };

function failed({ rpc, body }: Failure): ResponseError<ErrorBody> {
  return new ResponseError(rpc, body.message, body);
}
