import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '#protocol/json';
import { ensureFolder } from './writeWhole';

const mostBytes = 10 * 1024 * 1024;
const kept = 5;

/** The diary of a log folder. */
export function diaryPath(logDir: string): string {
  return join(logDir, 'runtime_execution.log');
}

/** Adds the line of a failed run. A diary of 10 MiB is put aside first; five old ones are kept. */
export function appendDiary(logDir: string, entry: JsonObject): void {
  const path = diaryPath(logDir);
  ensureFolder(logDir);
  const line = `${JSON.stringify(entry)}\n`;
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 0 && size + Buffer.byteLength(line) > mostBytes) {
    rotate(path);
  }
  appendFileSync(path, line);
}

/** The failures a diary tells of, newest first; lines that are broken are skipped. */
export function readDiary(logDir: string): readonly JsonObject[] {
  const path = diaryPath(logDir);
  if (!existsSync(path)) {
    return [];
  }
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap(parsed).reverse();
}

function parsed(line: string): readonly JsonObject[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? [value as JsonObject] : [];
  } catch {
    return [];
  }
}

function rotate(path: string): void {
  rmSync(`${path}.${kept}`, { force: true });
  for (let number = kept - 1; number >= 1; number -= 1) {
    if (existsSync(`${path}.${number}`)) {
      renameSync(`${path}.${number}`, `${path}.${number + 1}`);
    }
  }
  renameSync(path, `${path}.1`);
}
