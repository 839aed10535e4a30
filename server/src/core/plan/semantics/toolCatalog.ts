import type { JsonObject } from '#protocol/json';

/** What a plan needs to know of the tools there are. */
export interface ToolCatalog {
  /** The name of a tool by its name or an alias. */
  resolve(nameOrAlias: string): string | undefined;
  names(): readonly string[];
  /** What a tool's inputs are held against before they have their values; `undefined` when anything may stand there. */
  inputSchema?(name: string): JsonObject | undefined;
}
