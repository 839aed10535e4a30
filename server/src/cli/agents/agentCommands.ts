import type { Command } from 'commander';
import { type CommandLine, wordOption } from '../commandLine';
import type { Call, Outcome } from '../invocation';

/** `mcp`: the door by which agents work through the hold points of this workspace. */
export function agentCommands(program: Command, line: CommandLine): void {
  line
    .verb(program, 'mcp', 'speak MCP on stdin and stdout, for agents, until stdin ends', mcp)
    .addOption(
      wordOption('--role <role>', 'the most an agent may do (default: operator)', [
        'viewer',
        'operator',
        'approver',
      ]),
    );
}

async function mcp(call: Call): Promise<Outcome> {
  const { serveAgents } = await import('./serveAgents');
  return await serveAgents(call);
}
