import type { ErrorClass } from '#protocol/errors';
import type { Json, JsonObject } from '#protocol/json';
import type { Tool, ToolFacts, ToolResult } from '../runtime/tool';

/** Facts of a call that touches nothing: what a tool's own facts start from. */
export const noFacts: ToolFacts = {
  effect: 'none',
  risk: 'low',
  commands: [],
  reads: [],
  writes: [],
  hosts: [],
  env: [],
  refusal: null,
};

/**
 * Takes a tool with inputs of its own shape into the registry, which knows inputs only as JSON: whoever calls a tool
 * has passed the inputs through its schema first.
 */
export function defineTool<Input>(tool: Tool<Input>): Tool {
  return tool as unknown as Tool<JsonObject>;
}

/** A call that went well. */
export function succeeded(output: Json): ToolResult {
  return { ok: true, output, exitCode: null };
}

/** A call that did not. */
export function failed(errorClass: ErrorClass, message: string, output: Json = null): ToolResult {
  return { ok: false, errorClass, message, output, exitCode: null };
}
