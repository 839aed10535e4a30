import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppError } from '#protocol/errors';
import type { Json, JsonObject } from '#protocol/json';

/** Where text comes from besides the command line itself. */
export interface TextSource {
  readonly cwd: string;
  readInput(): Promise<string>;
}

/** The inputs of a run: a context as JSON, `@file` or `-`, and single values set over it. */
export async function readInputs(
  context: string | undefined,
  settings: readonly string[],
  source: TextSource,
): Promise<JsonObject> {
  const given = context === undefined ? {} : parsedObject(await contextText(context, source));
  return settings.reduce(withSetting, given);
}

/** The text behind JSON, or `@file`. */
export function textOrFile(value: string, cwd: string, option: string): string {
  if (!value.startsWith('@')) {
    return value;
  }
  try {
    return readFileSync(resolve(cwd, value.slice(1)), 'utf8');
  } catch (error) {
    throw new AppError('BAD_REQUEST', `${option}: ${(error as Error).message}`);
  }
}

async function contextText(context: string, source: TextSource): Promise<string> {
  return context === '-' ? await source.readInput() : textOrFile(context, source.cwd, '--context');
}

function parsedObject(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as JsonObject;
    }
  } catch (error) {
    throw new AppError('BAD_REQUEST', `--context: this is not JSON: ${(error as Error).message}`);
  }
  throw new AppError('BAD_REQUEST', '--context: expected a JSON object');
}

/** `a.b=1` sets a number, `a.b=x` a text; objects on the way are made. */
function withSetting(inputs: JsonObject, setting: string): JsonObject {
  const at = setting.indexOf('=');
  const keys = setting.slice(0, Math.max(at, 0)).split('.');
  if (at < 1 || keys.some((key) => key === '' || key === '__proto__')) {
    throw new AppError('BAD_REQUEST', `--set ${setting}: expected KEY=VALUE, such as a.b=1`);
  }
  return placed(inputs, keys, coerced(setting.slice(at + 1)));
}

function placed(target: JsonObject, [key = '', ...rest]: readonly string[], value: Json): JsonObject {
  const before = Object.hasOwn(target, key) ? target[key] : undefined;
  const inner =
    typeof before === 'object' && before !== null && !Array.isArray(before) ? (before as JsonObject) : {};
  return { ...target, [key]: rest.length === 0 ? value : placed(inner, rest, value) };
}

function coerced(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
