import { z } from 'zod';

interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** One field of an object as the documents list it. */
export interface FieldText {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly note: string;
}

/** The fields that a caller of `schema` may send, one row each. */
export function inputFields(schema: z.ZodType): readonly FieldText[] {
  const { properties = {}, required = [] } = jsonSchema(schema, 'input');
  return Object.entries(properties).map(([name, field]) => ({
    name,
    type: typeText(field),
    required: required.includes(name),
    note: noteText(field),
  }));
}

/** What `schema` answers, written as a type with one line per field. */
export function outputText(schema: z.ZodType): string {
  const answer = jsonSchema(schema, 'output');
  const fields = answer.properties === undefined ? [] : fieldTexts(answer);
  return fields.length === 0 ? typeText(answer) : `{\n${fields.map((field) => `  ${field},\n`).join('')}}`;
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Schema {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }) as Schema;
}

function noteText(schema: Schema): string {
  const parts: string[] = [];
  if (schema.default !== undefined) {
    parts.push(`default \`${JSON.stringify(schema.default)}\``);
  }
  const { minimum, maximum } = schema;
  const bounded = (bound: number | undefined): bound is number =>
    bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  if (bounded(minimum) || bounded(maximum)) {
    parts.push(`${bounded(minimum) ? minimum : ''}..${bounded(maximum) ? maximum : ''}`);
  }
  if (schema.pattern !== undefined) {
    parts.push(`\`${schema.pattern}\``);
  }
  return [...parts, ...(schema.description === undefined ? [] : [schema.description])].join('; ');
}

function typeText(schema: Schema): string {
  if (schema.const !== undefined) {
    return JSON.stringify(schema.const);
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) {
    return choices.map(typeText).join(' | ');
  }
  if (schema.enum !== undefined) {
    return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  }
  if (schema.type === 'array') {
    return arrayText(schema.items);
  }
  return schema.type === 'object'
    ? objectText(schema)
    : ([schema.type ?? 'any'].flat().join(' | ') as string);
}

function arrayText(items: Schema | undefined): string {
  const text = items === undefined ? 'any' : typeText(items);
  return text.includes(' | ') ? `(${text})[]` : `${text}[]`;
}

function objectText(schema: Schema): string {
  if (schema.properties === undefined) {
    const values = schema.additionalProperties;
    return typeof values === 'object' && Object.keys(values).length > 0
      ? `{[key]: ${typeText(values)}}`
      : 'object';
  }
  return `{${fieldTexts(schema).join(', ')}}`;
}

function fieldTexts(schema: Schema): readonly string[] {
  const required = schema.required ?? [];
  return Object.entries(schema.properties ?? {}).map(
    ([name, field]) => `${name}${required.includes(name) ? '' : '?'}: ${typeText(field)}`,
  );
}
