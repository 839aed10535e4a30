import type { Server } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { AppError } from '#protocol/errors';
import { mcpServer } from '../../transports/mcp/mcpServer';
import type { Agent } from '../door/door';
import type { Call, Outcome } from '../invocation';
import { spokenLog } from '../terminal/spokenLog';
import { AgentLine } from './agentLine';

/** Speaks MCP until stdin ends. The server is reached, or started, when the agent first wants something of it. */
export async function serveAgents(call: Call): Promise<Outcome> {
  const { globals, env, version } = call;
  if ((globals.baseUrl ?? env['HOLDPOINT_BASE_URL'] ?? '') !== '') {
    const text = 'a server elsewhere speaks MCP itself: give the agent its address with /mcp, and a token';
    throw new AppError('BAD_REQUEST', text);
  }
  const role = call.given.word<Agent['role']>('role') ?? 'operator';
  const lines = new Set<AgentLine>();
  const transport = new StdioServerTransport();
  // Stdout belongs to the protocol.
  const log = spokenLog(call.terminal);
  const ended = new Promise<void>((resolve) => {
    const handle = serveStdio(
      () => {
        const line = new AgentLine((agent) => call.connectAgent(agent), {
          role,
          name: () => nameOf(server),
          log,
        });
        lines.add(line);
        const server = mcpServer({ ask: line.ask, role: () => line.role(), version, log });
        return server;
      },
      { transport, onerror: (error) => log.warning(error.message) },
    );
    process.stdin.once('end', () => void handle.close().finally(resolve));
    process.stdin.once('close', resolve);
    const off = call.onInterrupt(() => {
      off();
      void handle.close().finally(resolve);
    });
  });
  await ended;
  for (const line of lines) {
    line.close();
  }
  return { document: { root: globals.root, role }, text: '' };
}

/** How the agent calls itself: said once at the beginning, or with each request. */
function nameOf(server: Server): Pick<Agent, 'name' | 'version'> {
  const { name, version } = server.getClientVersion() ?? { name: '', version: '' };
  return { name, version };
}
