import { z } from 'zod';
import type { Tool } from './tool';

/** What reading a plan needs to know of the tools: names, aliases and the keys of inputs. */
export function toolCatalog(tools: ReadonlyMap<string, Tool>) {
  const names = new Map<string, string>();
  for (const { name, aliases } of tools.values())
    for (const known of [name, ...aliases]) names.set(known, name);
  return {
    resolve: (nameOrAlias: string): string | undefined => names.get(nameOrAlias),
    names: (): string[] => [...tools.keys()],
    inputKeys(nameOrAlias: string): readonly string[] | undefined {
      const tool = tools.get(names.get(nameOrAlias) ?? '');
      return tool === undefined ? undefined : keysOf(tool.input);
    },
  };
}

function keysOf(schema: z.core.$ZodType): readonly string[] | undefined {
  if (schema instanceof z.ZodPipe) return keysOf(schema.in);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : undefined;
}
