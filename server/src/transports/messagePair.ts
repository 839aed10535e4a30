import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageReader,
  type MessageWriter,
} from 'vscode-jsonrpc/node';

/** One end of a pair: what is written here is read at the other end. */
export interface MessageEnd {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
}

/** Two ends of a line within this process: each message arrives at the other end in order, one at a time. */
export function messagePair(): readonly [MessageEnd, MessageEnd] {
  const [left, right] = [new HeldReader(), new HeldReader()];
  return [
    { reader: left, writer: new HandingWriter(right) },
    { reader: right, writer: new HandingWriter(left) },
  ];
}

/** Keeps what comes before somebody listens. */
class HeldReader extends AbstractMessageReader {
  #held: Message[] = [];
  #callback: DataCallback | undefined;

  listen(callback: DataCallback): Disposable {
    this.#callback = callback;
    for (const message of this.#held.splice(0)) {
      queueMicrotask(() => this.#callback?.(message));
    }
    return {
      dispose: () => {
        this.#callback = undefined;
      },
    };
  }

  take(message: Message): void {
    if (this.#callback === undefined) {
      this.#held.push(message);
      return;
    }
    queueMicrotask(() => this.#callback?.(message));
  }
}

class HandingWriter extends AbstractMessageWriter {
  readonly #to: HeldReader;

  constructor(to: HeldReader) {
    super();
    this.#to = to;
  }

  async write(message: Message): Promise<void> {
    this.#to.take(message);
  }

  end(): void {
    this.fireClose();
  }
}
