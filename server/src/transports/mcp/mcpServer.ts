import { ProtocolError, ProtocolErrorCode, Server } from '@modelcontextprotocol/server';
import type { McpDesk } from './mcpDesk';
import { instructions, prompts, promptText } from './prompts';
import { listResources } from './resources/listResources';
import { readResource } from './resources/readResource';
import { resourceTemplates } from './resources/resourceNames';
import { offeredTools, refusalBody, toolAnswer } from './toolAnswers';

/** One agent's view of the server: tools from the method table, resources, prompts. Both forms of the door make it. */
export function mcpServer(desk: McpDesk): Server {
  const server = new Server(
    { name: 'holdpoint', title: 'Holdpoint', version: desk.version },
    { capabilities: { tools: {}, resources: {}, prompts: {} }, instructions },
  );
  server.setRequestHandler('tools/list', async () => ({
    tools: await orRefuse(desk, async () => offeredTools(await desk.role())),
  }));
  server.setRequestHandler('tools/call', ({ params }, { mcpReq }) =>
    toolAnswer(desk, { name: params.name, given: params.arguments, signal: mcpReq.signal }),
  );
  server.setRequestHandler('resources/list', ({ params }, { mcpReq }) =>
    orRefuse(desk, () => listResources(desk, params?.cursor, mcpReq.signal)),
  );
  server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates }));
  server.setRequestHandler('resources/read', ({ params }, { mcpReq }) =>
    orRefuse(desk, () => readResource(desk, params.uri, mcpReq.signal)),
  );
  server.setRequestHandler('prompts/list', () => ({ prompts: [...prompts] }));
  server.setRequestHandler('prompts/get', ({ params }) =>
    orRefuse(desk, async () => promptText(params.name, params.arguments ?? {})),
  );
  return server;
}

/** What is no tool is refused in the protocol's own way, with the body of every door beside it. */
async function orRefuse<T>(desk: McpDesk, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ProtocolError) {
      throw error;
    }
    const body = refusalBody(desk, error, 'mcp');
    const code =
      body.error_code === 'INTERNAL' ? ProtocolErrorCode.InternalError : ProtocolErrorCode.InvalidParams;
    throw new ProtocolError(code, body.message, body);
  }
}
