import { type API, type APIInteraction, Client, GatewayDispatchEvents } from '@discordjs/core';
import { DiscordAPIError, REST } from '@discordjs/rest';
import { WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import { AppError } from '#protocol/errors';
import { answerInteraction } from './answerInteraction';
import { Nonces } from './buttons/nonces';
import { commandDeclarations } from './commands/declarations';
import type { DiscordDesk } from './discordDesk';
import { downloader } from './download';
import { failureText } from './failureText';
import { NoticeBoard } from './notices/noticeBoard';

/** How to reach Discord, and as whom. */
export interface DiscordAccess {
  readonly token: string;
  /** Discord's own address, or that of a proxy for it. */
  readonly api: string;
  /** Looks whether all would work, and does nothing. */
  readonly isCheck: boolean;
}

/** An open door. */
export interface DiscordDoor {
  readonly application: { readonly id: string; readonly name: string };
  /** Settles when Discord sends the door away for good. */
  readonly ended: Promise<AppError>;
  /** Lets what is being answered be answered, then leaves. */
  close(): Promise<void>;
}

const requestMs = 15_000;
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

/** Logs in, registers the commands, announces what waits, and answers until it is closed. */
export async function openDiscord(desk: DiscordDesk, access: DiscordAccess): Promise<DiscordDoor> {
  const { token, api, isCheck } = access;
  const rest = new REST({ version: '10', api, timeout: requestMs, userAgentAppendix: 'Holdpoint' });
  rest.setToken(token);
  const gateway = new WebSocketManager({ token, intents: 0, rest });
  const client = new Client({ rest, gateway });
  try {
    const application = await prepared(client.api, desk, isCheck);
    if (isCheck) {
      const nothing = async () => undefined;
      return { application, ended: new Promise(() => undefined), close: nothing };
    }
    const door = new OpenDoor(desk, client, gateway, downloader(api));
    await door.connect();
    return { application, ended: door.ended, close: () => door.close() };
  } catch (error) {
    await left(gateway);
    throw faultOf(error);
  }
}

/** Everything that can be found out before the door opens; what is wrong is said by its name. */
async function prepared(api: API, desk: DiscordDesk, isCheck: boolean) {
  const { id, name } = await api.applications.getCurrent();
  if (desk.channel !== undefined) {
    await api.channels.get(desk.channel).catch((error: unknown) => {
      throw new AppError(
        'INPUT_INVALID',
        `the channel ${desk.channel} cannot be used: ${failureText(error)}`,
      );
    });
  }
  if (!isCheck) {
    const commands = commandDeclarations();
    await (desk.guild === undefined
      ? api.applicationCommands.bulkOverwriteGlobalCommands(id, commands)
      : api.applicationCommands.bulkOverwriteGuildCommands(id, desk.guild, commands));
  }
  return { id, name };
}

class OpenDoor {
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

  constructor(
    desk: DiscordDesk,
    client: Client,
    gateway: WebSocketManager,
    download: (url: string) => Promise<string>,
  ) {
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
async function left(gateway: WebSocketManager): Promise<void> {
  try {
    await gateway.destroy({ code: 1000, reason: 'the door closes' });
  } catch {
    // Nothing is left to close.
  }
}

function faultOf(error: unknown): AppError {
  if (error instanceof AppError) {
    return error;
  }
  if (error instanceof DiscordAPIError) {
    return error.status === 401
      ? new AppError('UNAUTHORIZED', 'Discord does not know this token')
      : new AppError('INPUT_INVALID', failureText(error));
  }
  return new AppError('SERVER_UNREACHABLE', `Discord cannot be reached: ${failureText(error)}`);
}
