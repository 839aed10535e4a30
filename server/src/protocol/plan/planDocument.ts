/** The keys of a plan document as people write it, in the order in which they are shown and completed. */
export const planKeys = [
  'schema',
  'title',
  'goal',
  'acceptance',
  'inputs',
  'profile',
  'executor',
  'policy',
  'workspace',
  'steps',
  'checks',
] as const;

/** The keys of one step as people write it. */
export const stepKeys = [
  'id',
  'title',
  'uses',
  'with',
  'needs',
  'join',
  'when',
  'else',
  'risk',
  'timeout',
  'retry',
  'on_error',
  'executor',
  'touches',
  'commands',
  'preconditions',
  'postconditions',
  'expected_observation',
  'verify',
  'outputs',
  'loop',
  'policy',
] as const;

/** How a check looks at the world. */
export const checkTypes = ['exit_code', 'regex', 'jsonpath', 'artifact_exists'] as const;

/** The part of JSON Schema in which a plan describes its inputs. */
export const schemaKeywords = [
  'type',
  'properties',
  'required',
  'default',
  'enum',
  'items',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'pattern',
  'additionalProperties',
  'description',
] as const;

/** The types an input may have. */
export const inputTypes = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'] as const;

/** Kinds of working trees a plan may ask for; the name of one slot, `workspace-<repo>-slot<n>`, is as good. */
export const slotKinds = ['worktree', 'scratch', 'in_place'] as const;

/** Which document a plan was read from; `unknown` when the text is none. */
export const planFormats = ['plan', 'plan_json', 'flow', 'unknown'] as const;
export type PlanFormat = (typeof planFormats)[number];
