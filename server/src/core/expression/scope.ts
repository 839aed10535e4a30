import type { Json, JsonObject } from '#protocol/json';
import type { Reference } from './reference';

/** What one step of a run has left for others. `output` is absent until it succeeded. */
export interface StepResult {
  readonly status: string;
  readonly output?: Json;
}

/** The values that references and conditions may see at one moment of a run. */
export interface Scope {
  readonly inputs: JsonObject;
  readonly steps: Readonly<Record<string, StepResult>>;
  /** By joining step: its parents' outputs, sorted by parent. */
  readonly joins: JsonObject;
  readonly payload?: Json;
  readonly run: { readonly id: string };
  readonly batch?: { readonly index: number };
  readonly secrets?: Readonly<Record<string, string>>;
  /** Allow-listed variables only. */
  readonly env?: Readonly<Record<string, string>>;
  /** Names that a loop gives to its item. */
  readonly locals?: JsonObject;
}

/** What a step may see that names nothing. */
export const emptyScope: Scope = { inputs: {}, steps: {}, joins: {}, run: { id: '' } };

/** The value a reference stands for, `undefined` while it has none. Sees own properties only, never a prototype. */
export function lookUp(reference: Reference, scope: Scope): Json | undefined {
  const [first, second, ...rest] = reference.path;
  if (reference.root !== 'steps') return follow(rootValue(reference, scope), reference.path);
  if (typeof first !== 'string' || !Object.hasOwn(scope.steps, first)) return undefined;
  const step = scope.steps[first];
  return second === 'status' ? step?.status : follow(step?.output, rest);
}

function rootValue(reference: Reference, scope: Scope): Json | undefined {
  switch (reference.root) {
    case 'inputs':
      return scope.inputs;
    case 'joins':
      return scope.joins;
    case 'payload':
      return scope.payload;
    case 'run':
      return { id: scope.run.id };
    case 'batch':
      return scope.batch && { index: scope.batch.index };
    case 'secrets':
      return scope.secrets;
    case 'env':
      return scope.env;
    case 'local':
      return scope.locals;
    case 'steps':
      return undefined;
  }
}

function follow(start: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  let value = start;
  for (const key of path) value = member(value, key);
  return value;
}

function member(value: Json | undefined, key: string | number): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return typeof key === 'number' ? (value[key] as Json | undefined) : undefined;
  return Object.hasOwn(value, key) ? (value as JsonObject)[key] : undefined;
}
