import { z } from 'zod';
import type { LanguageTools, ToolInput } from '../core/language/languageTools';
import type { Tool } from './tool';
import { toolCatalog } from './toolCatalog';

/** What editors are told of the tools: names and inputs, what each is for, what a call would touch. */
export function languageTools(
  tools: ReadonlyMap<string, Tool>,
  disabled: ReadonlySet<string>,
): LanguageTools {
  const inputs = new Map<string, readonly ToolInput[]>();
  return {
    ...toolCatalog(tools),
    describe: (name) => tools.get(name)?.description,
    facts: (name, input) => {
      const tool = tools.get(name);
      const read = tool?.input.safeParse(input);
      return tool && read?.success ? tool.facts(read.data) : undefined;
    },
    inputs: (name) => {
      const known = inputs.get(name) ?? inputsOf(tools.get(name));
      inputs.set(name, known);
      return known;
    },
    isEnabled: (name) => !disabled.has(name),
  };
}

function inputsOf(tool: Tool | undefined): readonly ToolInput[] {
  const schema = tool && objectOf(tool.input);
  if (schema === undefined) return [];
  return Object.entries(schema.shape).map(([key, value]) => ({ key, ...typeOf(value) }));
}

function objectOf(schema: z.core.$ZodType): z.ZodObject | undefined {
  if (schema instanceof z.ZodPipe) return objectOf(schema.in);
  return schema instanceof z.ZodObject ? schema : undefined;
}

function typeOf(schema: z.core.$ZodType): Omit<ToolInput, 'key'> {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return { ...typeOf(schema.unwrap()), isRequired: false };
  }
  if (schema instanceof z.ZodNullable) return typeOf(schema.unwrap());
  if (schema instanceof z.ZodEnum) {
    const choices = schema.options.map(String);
    return { type: choices.join(' | '), isRequired: true, choices };
  }
  if (schema instanceof z.ZodBoolean) {
    return { type: 'boolean', isRequired: true, choices: ['true', 'false'] };
  }
  const type = schema instanceof z.ZodType ? wordFor(schema.type) : 'value';
  return { type, isRequired: true, choices: [] };
}

function wordFor(type: string): string {
  const words: Readonly<Record<string, string>> = {
    array: 'list',
    tuple: 'list',
    record: 'map',
    object: 'map',
  };
  return words[type] ?? type;
}
