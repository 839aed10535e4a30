import type { Socket } from 'node:net';
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageWriter,
} from 'vscode-jsonrpc/node';

const headerLimit = 4096;
const headerEnd = '\r\n\r\n';

/** What a peer sent that is no message; a broken text leaves the stream readable, anything else ends it. */
export class FrameError extends Error {
  readonly kind: 'invalid_json' | 'too_large' | 'bad_header';

  constructor(kind: FrameError['kind'], message: string) {
    super(message);
    this.name = 'FrameError';
    this.kind = kind;
  }
}

/** Reads `Content-Length` frames off a socket and never holds more than the limit of the moment. */
export class FrameReader extends AbstractMessageReader {
  readonly #socket: Socket;
  readonly #limit: () => number;
  #chunks: Buffer[] = [];
  #held = 0;
  /** Bytes of the body that is being read; `null` while a header is. */
  #body: number | null = null;

  constructor(socket: Socket, limit: () => number) {
    super();
    this.#socket = socket;
    this.#limit = limit;
    socket.on('error', (error) => this.fireError(error));
    socket.on('close', () => this.fireClose());
  }

  listen(callback: DataCallback): Disposable {
    const onData = (chunk: Buffer) => this.#read(chunk, callback);
    this.#socket.on('data', onData);
    return { dispose: () => this.#socket.off('data', onData) };
  }

  #read(chunk: Buffer, callback: DataCallback): void {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    try {
      for (let frame = this.#next(); frame !== undefined; frame = this.#next()) {
        this.#deliver(frame, callback);
      }
    } catch (error) {
      this.#chunks = [];
      this.#held = 0;
      this.fireError(error);
    }
  }

  #deliver(frame: Buffer, callback: DataCallback): void {
    let message: Message;
    try {
      message = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(frame));
    } catch {
      this.fireError(new FrameError('invalid_json', 'the message is not JSON in valid UTF-8'));
      return;
    }
    if (typeof message !== 'object' || message === null || Array.isArray(message)) {
      this.fireError(new FrameError('invalid_json', 'a message is one JSON object'));
      return;
    }
    callback(message);
  }

  /** The next whole body, or `undefined` until more has come. */
  #next(): Buffer | undefined {
    this.#body ??= this.#header();
    if (this.#body === null || this.#held < this.#body) {
      return undefined;
    }
    const frame = this.#take(this.#body);
    this.#body = null;
    return frame;
  }

  #header(): number | null {
    const held = this.#joined();
    const end = held.indexOf(headerEnd);
    if (end > headerLimit || (end < 0 && held.length > headerLimit)) {
      throw new FrameError('bad_header', 'the header of a message is too long');
    }
    if (end < 0) {
      return null;
    }
    const header = this.#take(end + headerEnd.length).toString('latin1');
    const length = /^content-length: *(\d{1,12})\r$/im.exec(header)?.[1];
    if (length === undefined) {
      throw new FrameError('bad_header', 'a message starts with a Content-Length header');
    }
    if (Number(length) > this.#limit()) {
      throw new FrameError(
        'too_large',
        `a message has at most ${this.#limit()} bytes, this one has ${length}`,
      );
    }
    return Number(length);
  }

  #joined(): Buffer {
    if (this.#chunks.length !== 1) {
      this.#chunks = [Buffer.concat(this.#chunks)];
    }
    return this.#chunks[0] as Buffer;
  }

  #take(count: number): Buffer {
    const held = this.#joined();
    this.#chunks = held.length === count ? [] : [held.subarray(count)];
    this.#held -= count;
    return held.subarray(0, count);
  }
}

/** Writes each message as one frame, so that the socket's own queue tells how far a client lags behind. */
export class FrameWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #socket: Socket;
  #isLast = false;

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    socket.on('close', () => this.fireClose());
  }

  /** Ends the connection once the next message has been handed over. */
  endAfterNext(): void {
    this.#isLast = true;
  }

  write(message: Message): Promise<void> {
    return this.writeFrame(frameOf(message));
  }

  /** Queues a frame; a broken connection closes by itself and is nobody's error. */
  async writeFrame(frame: Buffer): Promise<void> {
    if (!this.#socket.writable) {
      return;
    }
    this.#socket.write(frame);
    if (this.#isLast) {
      this.#socket.end();
    }
  }

  end(): void {
    this.#socket.end();
  }
}

/** One message with its header, ready for any number of sockets. */
export function frameOf(message: Message): Buffer {
  const body = Buffer.from(JSON.stringify(message), 'utf8');
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}${headerEnd}`, 'latin1'), body]);
}
