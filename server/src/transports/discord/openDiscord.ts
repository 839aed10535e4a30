import { type API, Client } from '@discordjs/core';
import { DiscordAPIError, REST } from '@discordjs/rest';
import { WebSocketManager } from '@discordjs/ws';
import { AppError } from '#protocol/errors';
import { AnsweringDoor, left } from './answeringDoor';
import { commandDeclarations } from './commands/declarations';
import type { DiscordDesk } from './discordDesk';
import { downloader } from './download';
import { failureText } from './failureText';

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
    const door = new AnsweringDoor({ desk, client, gateway, download: downloader(api) });
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
