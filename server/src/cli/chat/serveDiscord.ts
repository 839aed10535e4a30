import { basename, join } from 'node:path';
import { AppError, errorCodes } from '#protocol/errors';
import { methods } from '#protocol/methods';
import { visibleLines } from '#protocol/shown/visible';
import { acquireLock } from '../../adapters/lock';
import { makeStateFolder } from '../../main/state/stateFolder';
import type { DiscordDesk, Sender, SenderLine } from '../../transports/discord/discordDesk';
import { type DiscordDoor, openDiscord } from '../../transports/discord/openDiscord';
import { bodyOf, CommandFailure } from '../failure';
import type { Call, Outcome } from '../invocation';
import { spokenLog } from '../terminal/spokenLog';
import { type DiscordSettings, discordSettings } from './discordSettings';
import { discordToken } from './discordToken';
import { noticeFile } from './noticeFile';
import { introducedAs, senderLine } from './senderLine';
import { watchServer } from './serverWatch';

const discordsAddress = 'https://discord.com/api';
/** To see its channel, write there and attach files. */
const permissions = (1n << 10n) | (1n << 11n) | (1n << 15n);

/** Answers people in Discord until it is stopped or Discord sends it away. */
export async function serveDiscord(call: Call): Promise<Outcome> {
  try {
    return await served(call);
  } catch (error) {
    // What to do next is told for our own server and its token; here both would mislead.
    if (error instanceof AppError && ['UNAUTHORIZED', 'SERVER_UNREACHABLE'].includes(error.code)) {
      throw new CommandFailure(visibleLines(error.message), errorCodes[error.code].exit, bodyOf(error));
    }
    throw error;
  }
}

async function served(call: Call): Promise<Outcome> {
  refuseElsewhere(call);
  const settings = discordSettings(call);
  const api = addressOf(call.env['HOLDPOINT_DISCORD_API']);
  const token = await discordToken(call);
  const isCheck = call.given.flag('check');
  if (isCheck) {
    const door = await openDiscord(deskOf(call, settings, token), { token, api, isCheck });
    return checkOutcome(call, settings, door);
  }
  const lines = new Set<SenderLine>();
  const lock = acquireLock(join(makeStateFolder(call.globals.root).folder, 'discord.lock'));
  if ('owner' in lock) {
    throw new AppError('STATE_CONFLICT', 'another process answers in Discord for this workspace already', {
      pid: lock.owner?.pid ?? null,
    });
  }
  try {
    const desk = deskOf(call, settings, token);
    const openLine = (sender: Sender) => kept(lines, desk.openLine(sender));
    const door = await openDiscord({ ...desk, openLine }, { token, api, isCheck });
    call.terminal.say(call.messages.discordAnswers(door.application.name, ...counts(settings)));
    return await untilStopped(call, door);
  } finally {
    for (const line of [...lines]) {
      line.close();
    }
    lock.release();
  }
}

/** A line that is closed when the door is, should somebody still wait for an answer on it. */
function kept(lines: Set<SenderLine>, line: SenderLine): SenderLine {
  const held: SenderLine = {
    ask: line.ask,
    close: () => {
      lines.delete(held);
      line.close();
    },
  };
  lines.add(held);
  return held;
}

function deskOf(call: Call, settings: DiscordSettings, token: string): DiscordDesk {
  const { globals, version, messages } = call;
  const log = spokenLog(call.terminal, [token]);
  return {
    openLine: (sender) => senderLine((agent) => call.connectAgent(agent), version, sender),
    watch: (watcher) =>
      watchServer(
        {
          connect: ({ isFirst }) =>
            call.connectAgent(introducedAs(version, 'viewer'), isFirst ? undefined : { mayStart: false }),
          log,
        },
        watcher,
      ),
    needs: (method) => methods[method].role,
    members: settings,
    channel: settings.channel,
    guild: settings.guild,
    workspace: basename(globals.root),
    locale: messages.locale,
    notices: noticeFile(join(globals.root, '.holdpoint', 'discord.json'), log),
    log,
  };
}

async function untilStopped(call: Call, door: DiscordDoor): Promise<Outcome> {
  const stop = new AbortController();
  const off = call.onInterrupt(() => stop.abort());
  const onTerm = () => stop.abort();
  process.once('SIGTERM', onTerm);
  const stopped = new Promise<undefined>((resolve) => {
    stop.signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  const fault = await Promise.race([stopped, door.ended]);
  off();
  process.off('SIGTERM', onTerm);
  await door.close();
  if (fault !== undefined) {
    throw fault;
  }
  return { document: { application: door.application, stopped: true }, text: '' };
}

function checkOutcome(call: Call, settings: DiscordSettings, { application }: DiscordDoor): Outcome {
  const { id, name } = application;
  const invite = `https://discord.com/oauth2/authorize?client_id=${id}&scope=bot+applications.commands&permissions=${permissions}`;
  const [users, roles] = counts(settings);
  const { channel = null, guild = null } = settings;
  return {
    document: { application, invite, users, roles, channel, guild },
    text: [call.messages.discordAnswers(name, users, roles), call.messages.discordInvite(invite)].join('\n'),
  };
}

function counts({ users, roles }: DiscordSettings): [number, number] {
  return [Object.keys(users).length, Object.keys(roles).length];
}

/** The record must say who asked and where; carried on over HTTP everybody would be one person. */
function refuseElsewhere({ globals, env }: Call): void {
  if ((globals.baseUrl ?? env['HOLDPOINT_BASE_URL'] ?? '') !== '') {
    const text = 'the door of Discord runs where the workspace is; it is no client of a server elsewhere';
    throw new AppError('BAD_REQUEST', text);
  }
}

/** Discord's address, or that of a proxy; the token travels encrypted or stays on this machine. */
function addressOf(given: string | undefined): string {
  if (given === undefined || given === '') {
    return discordsAddress;
  }
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isHere = url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url?.protocol !== 'https:' && !isHere) {
    throw new AppError(
      'BAD_REQUEST',
      'HOLDPOINT_DISCORD_API is no https: address, nor http: on this machine',
    );
  }
  return given.replace(/\/+$/, '');
}
