import type { Json, JsonObject } from '#protocol/json';
import { visible } from '#protocol/shown/visible';
import type { BoardInput } from '#protocol/views/plan';

interface InputSchema {
  readonly type?: Json;
  readonly enum?: readonly Json[];
  readonly default?: Json;
  readonly description?: string;
}

/** The inputs that a plan describes, as fields of a form. */
export function boardInputs(schema: JsonObject): readonly BoardInput[] {
  const properties = (schema['properties'] ?? {}) as unknown as Readonly<Record<string, InputSchema>>;
  const required = (schema['required'] ?? []) as readonly Json[];
  return Object.entries(properties).map(([name, own]) => ({
    name: visible(name),
    kind: kindOf(own),
    description: own.description === undefined ? null : visible(own.description),
    choices: (own.enum ?? []).map(textOf),
    initial: own.default === undefined ? '' : textOf(own.default),
    is_required: required.includes(name) && own.default === undefined,
  }));
}

/** What was written into the form as the inputs of a run; an empty field is left to the plan's default. */
export function inputsFrom(
  fields: readonly BoardInput[],
  written: Readonly<Record<string, string>>,
): JsonObject {
  const inputs: Record<string, Json> = {};
  for (const field of fields) {
    const text = written[field.name] ?? '';
    if (text !== '' && !(text === field.initial && !field.is_required)) {
      inputs[field.name] = readValue(field, text);
    }
  }
  return inputs;
}

function kindOf({ type, enum: choices }: InputSchema): BoardInput['kind'] {
  if (choices?.every((choice) => typeof choice === 'string')) {
    return 'choice';
  }
  const kinds: Readonly<Record<string, BoardInput['kind']>> = {
    string: 'text',
    number: 'number',
    integer: 'number',
    boolean: 'boolean',
  };
  return (typeof type === 'string' ? kinds[type] : undefined) ?? 'json';
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What cannot be read as its kind is passed on as text: the server says what is wrong with it. */
function readValue({ kind }: BoardInput, text: string): Json {
  if (kind === 'text' || kind === 'choice') {
    return text;
  }
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
