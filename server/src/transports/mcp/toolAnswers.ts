import type { CallToolResult, Tool } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { AppError, type ErrorBody } from '#protocol/errors';
import type { Caller, CancelSignal } from '#protocol/methods';
import { harmlessJson } from '#protocol/shown/harmlessJson';
import { failureOf } from '../failure';
import { type McpDesk, McpRefusal } from './mcpDesk';
import { nextSteps } from './nextSteps';
import type { McpTool } from './tools/mcpTool';
import { mcpTools } from './tools/toolTable';

const rank = { viewer: 0, operator: 1, approver: 2 } as const;

/** The tools that a role may use; the others are not offered. */
export function offeredTools(role: Caller['role']): Tool[] {
  return Object.entries(mcpTools)
    .filter(([, tool]) => rank[role] >= rank[tool.role])
    .map(([name, tool]) => offered(name, tool));
}

function offered(name: string, { title, description, params, isReading, role }: McpTool): Tool {
  const { $schema: _, ...inputSchema } = z.toJSONSchema(params, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
  });
  return {
    ...{ name, title, description },
    inputSchema: inputSchema as Tool['inputSchema'],
    annotations: {
      title,
      readOnlyHint: isReading,
      destructiveHint: role === 'approver' || name === 'start_run',
      openWorldHint: false,
    },
  };
}

/** One call from its arguments to its answer; a refusal is an answer too, with its code and what to do next. */
export async function toolAnswer(
  desk: McpDesk,
  call: { readonly name: string; readonly given: unknown; readonly signal: CancelSignal },
): Promise<CallToolResult> {
  const { name, given, signal } = call;
  try {
    const tool = Object.hasOwn(mcpTools, name) ? mcpTools[name] : undefined;
    if (tool === undefined) {
      throw new AppError('NOT_FOUND', `there is no tool ${JSON.stringify(name.slice(0, 100))}`);
    }
    return answered(await tool.answer(desk.ask, given ?? {}, signal));
  } catch (error) {
    const body = refusalBody(desk, error, name);
    return { ...answered({ ...body, next_step: nextSteps[body.error_code] ?? null }), isError: true };
  }
}

/** The body that says what went wrong; a fault of ours goes to the log and says nothing. */
export function refusalBody({ log }: McpDesk, error: unknown, method: string): ErrorBody {
  return error instanceof McpRefusal ? error.body : failureOf(error, log, method).body;
}

/** All of it as data: as a document for programs, and as text in which nothing is hidden. */
function answered(value: unknown): CallToolResult {
  const document = JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
  return { content: [{ type: 'text', text: harmlessJson(document) }], structuredContent: document };
}
