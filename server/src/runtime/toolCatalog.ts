import { z } from 'zod';
import type { Json, JsonObject } from '#protocol/json';
import type { Tool } from './tool';

/** What reading a plan needs to know of the tools: names, aliases and what inputs may be. */
export function toolCatalog(tools: ReadonlyMap<string, Tool>) {
  const names = new Map<string, string>();
  for (const { name, aliases } of tools.values())
    for (const known of [name, ...aliases]) names.set(known, name);
  return {
    resolve: (nameOrAlias: string): string | undefined => names.get(nameOrAlias),
    names: (): string[] => [...tools.keys()],
    inputSchema(nameOrAlias: string): JsonObject | undefined {
      const tool = tools.get(names.get(nameOrAlias) ?? '');
      return tool && schemaOf(tool);
    },
  };
}

const schemas = new WeakMap<Tool, JsonObject>();

function schemaOf(tool: Tool): JsonObject {
  const known = schemas.get(tool);
  if (known) {
    return known;
  }
  const made = z.toJSONSchema(tool.input, { io: 'input', unrepresentable: 'any', reused: 'inline' });
  const schema = plain(made as JsonObject) as JsonObject;
  schemas.set(tool, schema);
  return schema;
}

/** Kept is what a value can be held against: no defaults, and nothing of values that may be any JSON. */
const left = ['$schema', '$defs', '$ref', 'default', 'prefixItems'];

function plain(schema: Json): Json {
  if (Array.isArray(schema)) {
    return schema.map(plain);
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema;
  }
  const kept = Object.entries(schema as JsonObject).filter(([key]) => !left.includes(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, plain(value)]));
}
