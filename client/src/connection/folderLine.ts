import type { CancellationToken, Disposable } from 'vscode';
import type { HelloResult } from '#protocol/connection';
import { AppError } from '#protocol/errors';
import type { Method, Notification, Notifications, Params, Result } from '#protocol/methods';
import type { Connection } from './connection';
import { Listeners } from './listeners';
import { raisedError } from './raisedError';
import type { ServerLine } from './serverLine';

/** What a line needs from whoever makes it. */
export interface FolderLineParts {
  readonly root: string;
  /** Finds or starts the server and says hello. */
  connect(): Promise<Connection>;
  /** Waits between two tries to bring a lost server back. */
  pause(ms: number): Promise<void>;
  /** A clock that only goes forward, in milliseconds. */
  now(): number;
  readonly voice: LineVoice;
}

/** Who tells the person what became of the server. */
export interface LineVoice {
  lost(root: string): void;
  back(root: string): void;
  /** It did not come back; `again` tries once more. */
  givenUp(root: string, error: Error, again: () => Promise<void>): void;
}

/** How long the line waits before each try to bring a lost server back. */
const waitsMs = [0, 250, 1000, 4000] as const;
/** A server that lives shorter than this has not come back: it falls over whatever is done. */
const soundMs = 30_000;

/** The line to the server of one folder: made when first needed, brought back when it is lost. */
export class FolderLine implements ServerLine {
  readonly #parts: FolderLineParts;
  readonly #listening = new Map<Notification, Set<(payload: never) => void>>();
  readonly #connected = new Listeners<HelloResult>();
  readonly #disconnected = new Listeners<void>();
  #opening: Promise<Connection> | undefined;
  #open: Connection | undefined;
  #openedMs = 0;
  /** How often in a row a server was lost soon after it had come. */
  #fallCount = 0;
  #isDisposed = false;

  constructor(parts: FolderLineParts) {
    this.#parts = parts;
  }

  get root(): string {
    return this.#parts.root;
  }

  get isConnected(): boolean {
    return this.#open !== undefined;
  }

  /** Whether there is a connection, or one is being made. */
  get isWanted(): boolean {
    return this.#open !== undefined || this.#opening !== undefined;
  }

  /** What the server said of itself; undefined while there is no connection. */
  get hello(): HelloResult | undefined {
    return this.#open?.hello;
  }

  readonly onDidConnect = this.#connected.event;
  readonly onDidDisconnect = this.#disconnected.event;

  async request<M extends Method>(
    method: M,
    params: Params<M>,
    token?: CancellationToken,
  ): Promise<Result<M>> {
    try {
      const connection = await this.connect();
      return (await connection.request(method, params, token)) as Result<M>;
    } catch (error) {
      throw raisedError(error);
    }
  }

  on<N extends Notification>(notification: N, listener: (payload: Notifications[N]) => void): Disposable {
    const known = this.#listening.get(notification);
    const listeners = known ?? new Set();
    listeners.add(listener);
    if (known === undefined) {
      this.#listening.set(notification, listeners);
      this.#listenOn(this.#open, notification);
    }
    return { dispose: () => void listeners.delete(listener) };
  }

  /** The open connection, made now when there is none; two callers share one. */
  async connect(): Promise<Connection> {
    if (this.#isDisposed) {
      throw new AppError('SERVER_UNREACHABLE', 'this window is closing');
    }
    if (this.#open !== undefined) {
      return this.#open;
    }
    this.#opening ??= this.#make().finally(() => {
      this.#opening = undefined;
    });
    return await this.#opening;
  }

  /** Ends the connection; the server and its runs go on. */
  async disconnect(): Promise<void> {
    const connection = this.#open ?? (await this.#opening?.catch(() => undefined));
    this.#leave(connection);
    await connection?.close();
  }

  dispose(): void {
    this.#isDisposed = true;
    void this.disconnect().catch(() => undefined);
  }

  async #make(): Promise<Connection> {
    const connection = await this.#parts.connect();
    if (this.#isDisposed) {
      await connection.close();
      throw new AppError('SERVER_UNREACHABLE', 'this window is closing');
    }
    this.#open = connection;
    this.#openedMs = this.#parts.now();
    for (const notification of this.#listening.keys()) {
      this.#listenOn(connection, notification);
    }
    void connection.closed.then(() => this.#lose(connection));
    this.#connected.fire(connection.hello);
    return connection;
  }

  #listenOn(connection: Connection | undefined, notification: Notification): void {
    connection?.listen(notification, (payload) => {
      for (const listener of [...(this.#listening.get(notification) ?? [])]) {
        listener(payload as never);
      }
    });
  }

  #leave(connection: Connection | undefined): boolean {
    if (connection === undefined || this.#open !== connection) {
      return false;
    }
    this.#open = undefined;
    this.#disconnected.fire();
    return true;
  }

  /**
   * A connection that ended without being asked to: says so once and brings the server back. One that falls over
   * again and again is left alone until a person says what to do.
   */
  #lose(connection: Connection): void {
    if (!this.#leave(connection) || this.#isDisposed) {
      return;
    }
    const { voice, now } = this.#parts;
    this.#fallCount = now() - this.#openedMs < soundMs ? this.#fallCount + 1 : 0;
    if (this.#fallCount < waitsMs.length) {
      voice.lost(this.root);
      void this.#bringBack();
      return;
    }
    this.#fallCount = 0;
    const error = new AppError('SERVER_UNREACHABLE', 'it ended again soon after each start');
    voice.givenUp(this.root, error, () => this.#bringBack());
  }

  async #bringBack(): Promise<void> {
    let failure: unknown;
    for (const waitMs of waitsMs) {
      await this.#parts.pause(waitMs);
      if (this.#isDisposed) {
        return;
      }
      try {
        await this.connect();
        this.#parts.voice.back(this.root);
        return;
      } catch (error) {
        failure = error;
      }
    }
    this.#parts.voice.givenUp(this.root, raisedError(failure), () => this.#bringBack());
  }
}
