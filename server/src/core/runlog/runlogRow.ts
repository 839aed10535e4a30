import type { Json, JsonObject } from '#protocol/json';

/** One line of a run log: an object with a place, a time and a type; imported lines may lack any of them. */
export type RunlogRow = JsonObject;

/** The types of rows that this program writes (LOG-08); tools and imported logs may add their own. */
export const runlogTypes = [
  'context',
  'gate',
  'action',
  'round_summary',
  'end_condition',
  'graph_node',
  'graph_node_attempt',
  'stage_checkpoint',
] as const;

/** Under which version and of which origin graph rows are written. */
export const graphRowMarks = { schema_version: 'graph_node_trace.v1', backend: 'manual' } as const;

/** The type of a row; one that names none counts as `unknown`. */
export function typeOf(row: RunlogRow): string {
  return textOf(row['type']) ?? 'unknown';
}

/** A value where it is a text. */
export function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A value where it is a whole number. */
export function wholeOf(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}
