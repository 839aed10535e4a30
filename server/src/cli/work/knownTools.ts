import type { JsonObject } from '#protocol/json';
import type { ToolCatalog } from '../../core/plan/semantics/toolCatalog';

const text = { type: 'string' };
const filled = { ...text, minLength: 1 };
const texts = { type: 'array', items: filled };
const flag = { type: 'boolean' };
const anything = {};
const argument = { type: ['string', 'number', 'boolean'] };
const command = {
  argv: { type: 'array', items: argument, minItems: 1 },
  cwd: filled,
  env: {
    type: 'object',
    propertyNames: { ...text, pattern: '^[A-Za-z_][A-Za-z0-9_]*$' },
    additionalProperties: text,
  },
};
const { argv, cwd, env } = command;

function inputs(properties: JsonObject, more: JsonObject = {}): JsonObject {
  return { type: 'object', properties, additionalProperties: false, ...more };
}

/**
 * The built-in tools as a table, so that checking a plan needs neither their code nor the schema library (it would
 * double the time). A test holds it to the tools themselves.
 */
const known: Readonly<Record<string, { readonly aliases: readonly string[]; readonly input: JsonObject }>> = {
  read_file: {
    aliases: ['fs.read'],
    input: inputs(
      { path: filled, encoding: { ...text, enum: ['utf-8', 'utf8', 'base64'] } },
      { required: ['path'] },
    ),
  },
  list_dir: { aliases: ['fs.list'], input: inputs({ path: filled }) },
  'workspace.inspect': {
    aliases: [],
    input: inputs({
      path: filled,
      paths: { ...texts, maxItems: 500 },
      extensions: { type: 'array', items: { ...text, pattern: '^\\.[A-Za-z0-9]+$' } },
      max_bytes: { type: 'integer', minimum: 1, maximum: 131_072 },
      limit: { type: 'integer', minimum: 1, maximum: 500 },
    }),
  },
  run_shell_readonly: {
    aliases: ['shell.readonly'],
    input: inputs(
      { command: filled, timeout_sec: { type: 'number', minimum: 1, maximum: 30 } },
      { required: ['command'] },
    ),
  },
  write_file_preview: {
    aliases: ['fs.preview'],
    input: inputs(
      {
        path: filled,
        content: { type: ['string', 'null'] },
        encoding: { ...text, enum: ['utf-8', 'base64'] },
        mode: { ...text, pattern: '^0?[0-7]{3}$' },
      },
      { required: ['path', 'content'] },
    ),
  },
  write_file_apply: { aliases: ['fs.apply'], input: inputs({ preview: anything }) },
  apply_patch: {
    aliases: ['patch'],
    input: inputs({
      patch: filled,
      mode: { ...text, enum: ['preview', 'apply'] },
      preview: anything,
      allowed_paths: texts,
      request: inputs({ write: flag }, { required: ['write'] }),
    }),
  },
  'shell.run': {
    aliases: [],
    input: inputs(
      { argv, script: filled, shell: { ...text, enum: ['bash', 'powershell'] }, cwd, env },
      { anyOf: [{ required: ['argv'] }, { required: ['script', 'shell'] }] },
    ),
  },
  'test.run': { aliases: [], input: inputs({ argv, cwd, env, require_tests: flag }) },
  'flow.route': {
    aliases: [],
    input: inputs(
      {
        choices: { ...texts, minItems: 1 },
        value: { anyOf: [text, { type: 'array', items: text }] },
        when: { type: 'object', propertyNames: filled, additionalProperties: flag },
        confidence: { type: 'number', minimum: 0, maximum: 1 },
        reason: text,
      },
      { required: ['choices'], anyOf: [{ required: ['value'] }, { required: ['when'] }] },
    ),
  },
  'flow.loop': {
    aliases: [],
    input: inputs(
      {
        payload: anything,
        items_key: filled,
        index: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
        body_route: filled,
        loop_route: filled,
        enumerate_items: flag,
      },
      { required: ['payload', 'body_route'] },
    ),
  },
  'http.request': {
    aliases: [],
    input: inputs(
      {
        method: text,
        url: text,
        headers: {
          type: 'object',
          propertyNames: { ...text, pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" },
          additionalProperties: { ...text, pattern: '^[\\t\\x20-\\x7e\\x80-\\xff]*$' },
        },
        body: anything,
      },
      { required: ['url'] },
    ),
  },
};

const names = new Map(
  Object.entries(known).flatMap(([name, { aliases }]) =>
    [name, ...aliases].map((word) => [word, name] as const),
  ),
);

/** What reading a plan needs to know of the tools there are. */
export const knownTools: ToolCatalog = {
  resolve: (nameOrAlias) => names.get(nameOrAlias),
  names: () => Object.keys(known),
  inputSchema: (nameOrAlias) => known[names.get(nameOrAlias) ?? '']?.input,
};
