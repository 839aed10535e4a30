import type { JsonObject } from '#protocol/json';
import { parseExactJson } from '#protocol/otlp/exactJson';
import type { RunlogRow } from './runlogRow';

/** A run log as its text holds it. */
export interface ReadRunlog {
  readonly rows: readonly RunlogRow[];
  /** Lines that hold no JSON object (LOG-03). */
  readonly corruptRows: number;
}

/** Reads a run log line by line; a damaged line is left out and counted, and hides no other. */
export function readRunlog(text: string): ReadRunlog {
  const rows: RunlogRow[] = [];
  let corruptRows = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') {
      continue;
    }
    const row = rowOf(line);
    if (row === undefined) {
      corruptRows += 1;
    } else {
      rows.push(row);
    }
  }
  return { rows, corruptRows };
}

/** The text of a run log: one JSON object for each line. */
export function runlogText(rows: readonly RunlogRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

function rowOf(line: string): JsonObject | undefined {
  try {
    const value = parseExactJson(line);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
