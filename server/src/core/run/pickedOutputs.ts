import type { Json, JsonObject } from '#protocol/json';
import { selectPath } from '../jsonPath';

/** A tool's output with the step's named values beside it, each picked by its JSONPath; a path that finds nothing gives null. */
export function pickedOutputs(outputs: Readonly<Record<string, string>>, output: Json): Json {
  const names = Object.entries(outputs);
  if (names.length === 0) {
    return output;
  }
  const picked: Record<string, Json> = {};
  for (const [name, path] of names) {
    picked[name] = pick(path, output);
  }
  const base =
    output !== null && typeof output === 'object' && !Array.isArray(output)
      ? (output as JsonObject)
      : { output };
  return { ...base, ...picked };
}

function pick(path: string, output: Json): Json {
  const found = selectPath(path, output);
  return 'values' in found ? (found.values[0] ?? null) : null;
}
