import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandEnd, holdpoint, holdpointAt } from '../support/holdpointCli';
import type { SocketPeer } from '../support/socketPeer';
import { startServer, type TestServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { until } from '../support/until';
import { channel, guild, LoopbackDiscord } from './loopback/loopbackDiscord';
import type { Answered, Person, SentMessage } from './loopback/records';

/** A token that looks like one of Discord's and is none. */
export const botToken = `${'MTAwMDAwMDAwMDAwMDAwMDAx'}.${'GTest1'}.${'not-a-real-token-but-as-long-as-one-is'}`;

/** People of every role, and one who is on no list. */
export const people = {
  viewer: { id: '11' },
  operator: { id: '12' },
  approver: { id: '13' },
  other: { id: '14', roles: ['77'] },
  stranger: { id: '99', roles: ['66'] },
} as const satisfies Record<string, Person>;

const listed = [
  ...['--user', '11=viewer', '--user', '12=operator', '--user', '13=approver'],
  ...['--role', '77=approver'],
];

/** A workspace with its server, Discord on this machine, and the door between them. */
export interface DiscordScene {
  readonly root: string;
  readonly server: TestServer;
  readonly peer: SocketPeer;
  readonly discord: LoopbackDiscord;
  readonly door: ChildProcess;
  /** What the door has said so far. */
  said(): string;
  readonly ended: Promise<CommandEnd>;
  /** Opens the door again after it was closed. */
  reopen(): Promise<DiscordScene>;
  /** Stops the door as a person would. */
  stopDoor(): Promise<CommandEnd>;
  /** Stops whatever server lives for the workspace now. */
  stopServers(): Promise<void>;
  close(): Promise<void>;
}

/** Starts all of it and waits until the door answers. */
export async function discordScene(more: readonly string[] = []): Promise<DiscordScene> {
  const root = temporaryFolder();
  mkdirSync(join(root, 'home'));
  const server = await startServer(root);
  const peer = await server.peer();
  const discord = await LoopbackDiscord.open(botToken);
  return await withDoor({ root, server, peer, discord }, more);
}

/** Words that open the door for the people of this scene. */
export const doorWords = ['discord', ...listed, '--channel', channel, '--guild', guild] as const;

/** What the door finds around it. */
export function doorEnvironment(root: string, api: string): Record<string, string> {
  return {
    ...{ HOLDPOINT_DISCORD_TOKEN: botToken, HOLDPOINT_DISCORD_API: api },
    ...{ HOME: join(root, 'home'), LC_ALL: 'C' },
  };
}

type Parts = Pick<DiscordScene, 'root' | 'server' | 'peer' | 'discord'>;

async function withDoor(parts: Parts, more: readonly string[]): Promise<DiscordScene> {
  const { root, discord, peer } = parts;
  let child: ChildProcess | undefined;
  let said = '';
  const identifiesBefore = discord.gateway.identifies;
  const env = doorEnvironment(root, discord.api);
  const onStart = (started: ChildProcess) => {
    child = started;
    started.stderr?.on('data', (part: string) => {
      said += part;
    });
  };
  const ended = holdpointAt({ root, env, onStart }, ...doorWords, ...more);
  let end: CommandEnd | undefined;
  void ended.then((value) => {
    end = value;
  });
  await until('the door to answer', () => {
    assert.equal(end, undefined, `the door ended: ${JSON.stringify(end)}`);
    return said.includes('answers') && discord.gateway.identifies > identifiesBefore;
  });
  const door = child ?? assert.fail('there is no process');
  const stopDoor = async () => {
    door.kill('SIGTERM');
    return await ended;
  };
  return {
    ...parts,
    ...{ door, ended, stopDoor },
    said: () => said,
    reopen: () => withDoor(parts, more),
    stopServers: async () => {
      await holdpoint(root, 'stop');
    },
    close: async () => {
      await stopDoor();
      peer.close();
      await parts.server.stop();
      await discord.close();
      removeFolder(root);
    },
  };
}

/** The message that came back. */
export function messageIn({ message }: Answered): SentMessage {
  return message ?? assert.fail('there was no message but a form');
}

/** The id behind the button of a message that says so. */
export function buttonIn(message: SentMessage, label: RegExp): string {
  const found = message.buttons.find((one) => label.test(one.label));
  return found?.custom_id ?? assert.fail(`no button ${label} in ${JSON.stringify(message)}`);
}

/** A file of a message by its name. */
export function fileIn(message: SentMessage, name: string): string {
  const found = message.files.find((file) => file.name === name);
  return (
    found?.text ?? assert.fail(`no file ${name} in ${JSON.stringify(message.files.map((one) => one.name))}`)
  );
}

/** The announcement in the channel that tells of this. */
export function announced(discord: LoopbackDiscord, what: string | RegExp): Promise<SentMessage> {
  return until(`an announcement of ${what}`, () =>
    discord.channels
      .all()
      .find(({ content }) => (typeof what === 'string' ? content.includes(what) : what.test(content))),
  );
}
