import type { Command } from 'commander';
import { type CommandLine, listOption } from '../commandLine';
import type { Call, Outcome } from '../invocation';

/** `discord`: the door by which people look at this workspace and decide from Discord. */
export function discordCommands(program: Command, line: CommandLine): void {
  line
    .verb(program, 'discord', 'answer people in Discord until it is stopped', discord)
    .addOption(listOption('--user <id=role>', 'somebody who may use it, and how far (repeatable)'))
    .addOption(listOption('--role <id=role>', 'a role of Discord whose holders may use it (repeatable)'))
    .option('--channel <id>', 'announce in this channel what waits')
    .option('--guild <id>', 'offer the commands in this Discord server only, where they appear at once')
    .option('--config <file>', 'settings of the door (default: discord.yaml among your own settings)')
    .option('--token-stdin', 'read the token of the bot from stdin (else HOLDPOINT_DISCORD_TOKEN)')
    .option('--check', 'look whether all would work, and do nothing');
}

async function discord(call: Call): Promise<Outcome> {
  const { serveDiscord } = await import('./serveDiscord');
  return await serveDiscord(call);
}
