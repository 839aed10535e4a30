import { createServer, type Server, type Socket } from 'node:net';
import type { Offer } from '#protocol/connection';
import { AppError } from '#protocol/errors';
import type { Notification, Notifications } from '#protocol/methods';
import type { Question } from './askClient';
import type { Desk } from './dispatch';
import { frameOf } from './frames';
import type { Greeter } from './greeting';
import type { OpenLanguage } from './languageRelay';
import { SocketClient } from './socketClient';
import { type SocketLimits, socketLimits } from './socketLimits';
import { UnsavedFiles } from './unsavedFiles';

/** What the socket needs from whoever opens it. */
export interface SocketOptions {
  /** Path of the unix socket, or name of the pipe on Windows. */
  readonly path: string;
  readonly desk: Desk;
  readonly greeter: Greeter;
  /** Hears everything that every door must be told; returns how to stop. */
  readonly listen: (
    listener: (name: Notification, payload: Notifications[Notification]) => void,
  ) => () => void;
  readonly limits?: Partial<SocketLimits>;
  /** What answers an editor's `initialize`; without it a client is told that there are no capabilities. */
  readonly openLanguage?: OpenLanguage;
}

/** Opens the door of the command line and the editor: JSON-RPC over a socket only this user can reach. */
export async function openSocketDoor(options: SocketOptions): Promise<SocketDoor> {
  const door = new SocketDoor(options);
  await door.open(options.path);
  return door;
}

/** The open door: who is connected, and how to close it. */
export class SocketDoor {
  readonly #options: SocketOptions;
  readonly #limits: SocketLimits;
  readonly #server: Server;
  readonly #clients = new Set<SocketClient>();
  readonly #unsaved: UnsavedFiles;
  readonly #stopListening: () => void;

  constructor(options: SocketOptions) {
    this.#options = options;
    this.#limits = { ...socketLimits, ...options.limits };
    this.#unsaved = new UnsavedFiles(this.#limits.unsavedMs);
    this.#server = createServer((socket) => this.#admit(socket));
    this.#stopListening = options.listen((name, payload) => this.#broadcast(name, payload));
  }

  /** Connections that have shown the token. */
  clients(): number {
    return [...this.#clients].filter((client) => client.caller !== null).length;
  }

  /** Files, by absolute real path, that an editor holds with unsaved changes. */
  unsaved(): ReadonlySet<string> {
    return this.#unsaved.all();
  }

  /** Asks the newest connection that offers this and whose workspace is trusted; without one it cannot be asked. */
  async ask(offer: Offer, question: Question): Promise<unknown> {
    const asked = [...this.#clients].findLast((client) => client.offers(offer));
    if (asked === undefined) {
      throw new AppError('SERVER_UNREACHABLE', `no editor is connected that offers ${offer}`, { offer });
    }
    return await asked.ask(question);
  }

  open(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(path, () => {
        this.#server.off('error', reject);
        this.#server.on('error', (error) =>
          this.#options.desk.log.error('the socket failed', { error: error.message }),
        );
        resolve();
      });
    });
  }

  /** Takes no more connections, lets every client have what is queued for it, and ends the rest after `graceMs`. */
  async close(graceMs: number): Promise<void> {
    this.#stopListening();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const client of this.#clients) {
      client.end();
    }
    const timer = setTimeout(() => this.#dropAll(), graceMs);
    await closed;
    clearTimeout(timer);
  }

  #dropAll(): void {
    for (const client of this.#clients) {
      client.drop();
    }
  }

  #admit(socket: Socket): void {
    const strangers = this.#clients.size - this.clients();
    if (strangers >= this.#limits.strangers) {
      socket.destroy();
      return;
    }
    const { desk, greeter, openLanguage } = this.#options;
    const unsaved = this.#unsaved;
    const client = new SocketClient({ socket, desk, greeter, limits: this.#limits, openLanguage, unsaved });
    this.#clients.add(client);
    socket.once('close', () => this.#clients.delete(client));
  }

  #broadcast(method: Notification, payload: Notifications[Notification]): void {
    if (this.#clients.size === 0) {
      return;
    }
    const frame = frameOf({ jsonrpc: '2.0', method, params: payload } as { jsonrpc: string });
    for (const client of this.#clients) {
      client.tell(frame);
    }
  }
}
