import { createConnection, type Socket } from 'node:net';
import {
  AbstractMessageReader,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageReader,
  type MessageWriter,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-jsonrpc/node';
import type { HelloParams, HelloResult } from '#protocol/connection';
import type { ErrorBody } from '#protocol/errors';
import { raisedError } from '../raisedError';

/** The streams of a connection on which hello has been said. */
export interface GreetedStreams {
  readonly hello: HelloResult;
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
  readonly closed: Promise<void>;
  drop(): void;
}

const helloId = 'hello';

/**
 * Connects and says hello; undefined when nobody listens there or the server dies before it answers, and the server's
 * own error when it refuses.
 */
export async function greetedStreams(path: string, params: HelloParams): Promise<GreetedStreams | undefined> {
  const socket = await connected(path);
  if (socket === undefined) {
    return undefined;
  }
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const reader = new AnswerThenRest(new SocketMessageReader(socket));
  const writer = new SocketMessageWriter(socket);
  try {
    const answer = reader.first(closed);
    const hi = { jsonrpc: '2.0', id: helloId, method: 'server/hello', params } as Message;
    // A server that dies now closes the connection, which is the answer.
    await writer.write(hi).catch(() => undefined);
    const hello = (await answer) as HelloResult | undefined;
    return hello && { hello, reader, writer, closed, drop: () => socket.destroy() };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function connected(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
}

interface Answer extends Message {
  readonly id?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: ErrorBody };
}

/** Takes the answer to hello off a reader and keeps what follows until the language client listens. */
class AnswerThenRest extends AbstractMessageReader {
  readonly #held: Message[] = [];
  #callback: DataCallback | undefined;
  #settle: ((message: Answer) => void) | undefined;

  constructor(inner: MessageReader) {
    super();
    inner.onError((error) => this.fireError(error));
    inner.onClose(() => this.fireClose());
    inner.onPartialMessage((info) => this.firePartialMessage(info));
    inner.listen((message) => this.#take(message));
  }

  /** The result of hello, or the error with which it was refused; undefined when the connection ended before. */
  async first(closed: Promise<void>): Promise<unknown> {
    const answered = new Promise<Answer>((resolve) => {
      this.#settle = resolve;
    });
    const lost = closed.then((): Answer => ({ jsonrpc: '2.0' }));
    const { result, error } = await Promise.race([answered, lost]);
    if (error !== undefined) {
      throw raisedError(new ResponseError(error.code, error.message, error.data));
    }
    return result;
  }

  listen(callback: DataCallback): Disposable {
    this.#callback = callback;
    for (const message of this.#held.splice(0)) {
      callback(message);
    }
    return {
      dispose: () => {
        this.#callback = undefined;
      },
    };
  }

  #take(message: Message): void {
    const settle = this.#settle;
    if (settle !== undefined && (message as Answer).id === helloId) {
      this.#settle = undefined;
      settle(message);
    } else if (this.#callback === undefined) {
      this.#held.push(message);
    } else {
      this.#callback(message);
    }
  }
}
