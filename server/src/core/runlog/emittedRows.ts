import type { Json, JsonObject } from '#protocol/json';
import type { StepRunRow } from '#protocol/rows';
import { runlogTypes, textOf } from './runlogRow';

const ownTypes: readonly string[] = runlogTypes;

/** The rows that a step's tool left in its output as `rows[]`, of types that are not this program's own (LOG-08). */
export function emittedRows({ output_json, step_id }: StepRunRow, ts: string): readonly JsonObject[] {
  if (output_json === null || !output_json.includes('"rows"')) {
    return [];
  }
  const output = JSON.parse(output_json) as Json;
  const rows = isObject(output) ? output['rows'] : null;
  return (Array.isArray(rows) ? rows : []).filter(isObject).flatMap((row) => {
    const type = textOf(row['type']);
    const { seq: _, ...rest } = row;
    return type === null || ownTypes.includes(type) ? [] : [{ node_id: step_id, ...rest, ts, type }];
  });
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
