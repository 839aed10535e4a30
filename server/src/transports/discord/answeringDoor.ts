import { type APIInteraction, type Client, GatewayDispatchEvents } from '@discordjs/core';
import { type WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import { AppError } from '#protocol/errors';
import { answerInteraction } from './answerInteraction';
import { Nonces } from './buttons/nonces';
import type { DiscordDesk } from './discordDesk';
import { failureText } from './failureText';
import { NoticeBoard } from './notices/noticeBoard';

/** What the door is made of. */
export interface DoorParts {
  readonly desk: DiscordDesk;
  readonly client: Client;
  readonly gateway: WebSocketManager;
  readonly download: (url: string) => Promise<string>;
}

const readyMs = 30_000;
const answeringMs = 5_000;
/** After these Discord takes nobody back. */
const finalCodes: Readonly<Record<number, string>> = {
  4004: 'Discord does not know this token any more',
  4010: 'Discord takes no such shard',
  4011: 'Discord wants several shards for this bot',
  4012: 'Discord does not speak this version any more',
  4013: 'Discord does not know these intents',
  4014: 'Discord does not allow these intents',
};

/** What answers people: from the login until it is closed, or Discord sends it away. */
export class AnsweringDoor {
  readonly ended: Promise<AppError>;
  readonly #desk: DiscordDesk;
  readonly #gateway: WebSocketManager;
  readonly #nonces = new Nonces(Date.now);
  /** What is being answered at the moment. */
  readonly #answering = new Set<Promise<void>>();
  readonly #client: Client;
  readonly #download: (url: string) => Promise<string>;
  #stopWatching: () => void = () => undefined;
  #isClosing = false;

  constructor({ desk, client, gateway, download }: DoorParts) {
    this.#desk = desk;
    this.#client = client;
    this.#gateway = gateway;
    this.#download = download;
    this.ended = new Promise((resolve) => {
      gateway.on(WebSocketShardEvents.Closed, (code) => {
        const message = finalCodes[code];
        desk.log.info('the connection to Discord closed', { code });
        if (message !== undefined) {
          resolve(new AppError('UNAUTHORIZED', message));
        }
      });
    });
    gateway.on(WebSocketShardEvents.Error, (error) => {
      desk.log.warning('the connection to Discord failed', { reason: failureText(error) });
    });
    client.on(GatewayDispatchEvents.InteractionCreate, ({ data }) => this.#answer(data));
  }

  async connect(): Promise<void> {
    const patience = new AbortController();
    const late = new Promise<never>((_, reject) => {
      const timer = setTimeout(() => reject(new Error('Discord did not let the bot in in time')), readyMs);
      patience.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    });
    const refused = this.ended.then((error) => Promise.reject(error));
    const connecting = this.#gateway.connect();
    refused.catch(() => undefined);
    connecting.catch(() => undefined);
    await Promise.race([connecting, refused, late]).finally(() => patience.abort());
    this.#watch();
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.#stopWatching();
    const patience = new Promise<void>((resolve) => {
      setTimeout(resolve, answeringMs).unref();
    });
    await Promise.race([Promise.allSettled(this.#answering), patience]);
    await left(this.#gateway);
  }

  #watch(): void {
    const { channel } = this.#desk;
    if (channel === undefined) {
      return;
    }
    const board = new NoticeBoard({
      api: this.#client.api,
      desk: this.#desk,
      nonces: this.#nonces,
      channel,
    });
    this.#stopWatching = this.#desk.watch({
      attached: (line) => void board.attached(line),
      approvalChanged: (line, id) => void board.changed(line, id),
      runChanged: (line, id, status) => {
        if (['succeeded', 'failed', 'denied', 'cancelled'].includes(status)) {
          void board.runEnded(line, id);
        }
      },
      lost: () => board.lost(),
    });
  }

  #answer(interaction: APIInteraction): void {
    if (this.#isClosing) {
      return;
    }
    const answering = { api: this.#client.api, desk: this.#desk, nonces: this.#nonces };
    const answered = answerInteraction({ ...answering, download: this.#download }, interaction)
      .catch((error: unknown) => {
        this.#desk.log.error('somebody was not answered', { reason: failureText(error) });
      })
      .finally(() => this.#answering.delete(answered));
    this.#answering.add(answered);
  }
}

/** Leaves Discord; a connection that is not open any more is no fault then. */
export async function left(gateway: WebSocketManager): Promise<void> {
  try {
    await gateway.destroy({ code: 1000, reason: 'the door closes' });
  } catch {
    // Nothing is left to close.
  }
}
