import type { CallToolResult, Client } from '@modelcontextprotocol/client';
import { z } from 'zod';

/** A plan that looks at the workspace and then waits for a person before it writes. */
export const lookingPlan =
  'schema: plan/1\ntitle: Look\nsteps:\n  - {id: look, uses: list_dir, with: {path: .}}\n';

/** The document of a tool's answer, which must not be a refusal. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
export async function called(agent: Client, name: string, given: Record<string, unknown> = {}): Promise<any> {
  const answer = await agent.callTool({ name, arguments: given });
  if (answer.isError === true) {
    throw new Error(`${name}: ${textOf(answer)}`);
  }
  return answer.structuredContent;
}

const refusal = z.looseObject({
  error_code: z.string(),
  message: z.string(),
  next_step: z.string().nullable(),
});

/** What a tool says that refuses. */
export async function refused(
  agent: Client,
  name: string,
  given: Record<string, unknown> = {},
): Promise<z.infer<typeof refusal>> {
  const answer = await agent.callTool({ name, arguments: given });
  if (answer.isError !== true) {
    throw new Error(`${name} was not refused: ${textOf(answer)}`);
  }
  return refusal.parse(answer.structuredContent);
}

/** The names of the tools that an agent is offered. */
export async function toolNames(agent: Client): Promise<readonly string[]> {
  return (await agent.listTools()).tools.map(({ name }) => name);
}

function textOf({ content }: CallToolResult): string {
  return content.map((part) => (part.type === 'text' ? part.text : part.type)).join('\n');
}
