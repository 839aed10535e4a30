import { fakeClock } from '../../server/src/adapters/clock';
import { scriptedNetwork } from '../../server/src/adapters/network';
import { scriptedProcesses } from '../../server/src/adapters/processes/scriptedProcesses';
import { memoryWorkspace } from '../../server/src/adapters/workspace/memoryWorkspace';
import type { Tool, ToolContext, ToolFacts, ToolResult } from '../../server/src/runtime/tool';
import { createTools } from '../../server/src/tools/toolTable';

const tools = createTools();

/** A context on memory twins in which nothing runs, answers or lies, but for what a test puts in. */
export function toolContext(more: Partial<ToolContext> = {}): ToolContext {
  return {
    workspace: memoryWorkspace(),
    processes: scriptedProcesses(() => undefined),
    network: scriptedNetwork(() => ({ status: 500 })),
    clock: fakeClock(),
    git: { quietEnvironment: async () => ({}) },
    signal: new AbortController().signal,
    timeoutMs: 120_000,
    maxOutputBytes: 65_536,
    env: { PATH: '/usr/bin', TRACEPARENT: '00-1-2-01' },
    onOutput: () => undefined,
    approvedWrites: [],
    ...more,
  };
}

/** A tool by name. */
export function toolNamed(name: string): Tool {
  const tool = tools.get(name);
  if (tool === undefined) throw new Error(`there is no tool ${name}`);
  return tool;
}

/** What a call with these raw inputs would touch. */
export function factsOf(name: string, inputs: unknown): ToolFacts {
  const tool = toolNamed(name);
  return tool.facts(tool.input.parse(inputs));
}

/** Performs a call as the runtime does: inputs through their schema, outputs of success through theirs. */
export async function perform(name: string, inputs: unknown, context = toolContext()): Promise<ToolResult> {
  const tool = toolNamed(name);
  const parsed = tool.input.parse(inputs);
  const completed = (await tool.complete?.(parsed, context.workspace)) ?? parsed;
  const result = await tool.perform?.(completed, context);
  if (result === undefined) throw new Error(`${name} performs nothing`);
  if (result.ok) tool.output.parse(result.output);
  return result;
}

/** The messages with which a schema refuses inputs; empty when it takes them. */
export function refusals(name: string, inputs: unknown): readonly string[] {
  const parsed = toolNamed(name).input.safeParse(inputs);
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}
