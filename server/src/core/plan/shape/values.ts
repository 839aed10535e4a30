import { compile } from 'json-p3';
import type { Json, JsonObject } from '#protocol/json';
import { globProblem } from '../../globs/globTest';
import { isMap, kindOf, list, type Reader, text, under } from '../../policy/settings/shapes';

/** Reads any JSON object; NaN and infinity in it are refused, for they have no form in JSON. */
export const jsonObject: Reader<JsonObject> = (value, pointer, report) => {
  if (!isMap(value)) {
    report('WRONG_TYPE', pointer, `Expected a map, found ${kindOf(value)}.`);
    return undefined;
  }
  if (!hasOnlyFinite(value as JsonObject)) {
    refuseNonFinite(value as JsonObject, pointer, (place, number) => {
      report('WRONG_TYPE', place, `Expected a finite number, found ${number}.`);
    });
  }
  return value as JsonObject;
};

/** Reads a text that may span lines and may be empty. */
export const anyText: Reader<string> = (value, pointer, report) => {
  if (typeof value === 'string') return value;
  report('WRONG_TYPE', pointer, `Expected a text, found ${kindOf(value)}.`);
  return undefined;
};

/** Reads a path below the slot: relative, never upwards. */
export const slotPath: Reader<string> = (value, pointer, report) => {
  const read = text(value, pointer, report);
  if (read === undefined || !leadsOutside(read)) return read;
  report('OUT_OF_RANGE', pointer, `'${read}' must be relative to the slot and stay in it.`);
  return undefined;
};

/** Reads a glob over paths below the slot; one that could match nothing but itself is refused. */
export const slotGlob: Reader<string> = (value, pointer, report) => {
  const read = slotPath(value, pointer, report);
  const problem = read === undefined ? null : globProblem(read);
  if (problem === null) return read;
  report('OUT_OF_RANGE', pointer, problem);
  return undefined;
};

/** Reads a JSONPath. */
export const jsonPath: Reader<string> = (value, pointer, report) => {
  const read = text(value, pointer, report);
  if (read === undefined) return undefined;
  const fault = read.length > 1000 ? 'it is longer than 1000 characters' : jsonPathFault(read);
  if (fault === null) return read;
  report('BAD_EXPRESSION', pointer, `'${read.slice(0, 80)}' is no JSONPath: ${fault}.`);
  return undefined;
};

/** Reads a command as a list of words, the first of which names the program. */
export const argv: Reader<readonly string[]> = (value, pointer, report) => {
  const read = list(anyText)(value, pointer, report);
  if (read === undefined) return undefined;
  if (read.length > 0 && read[0]?.trim() !== '') return read;
  report('OUT_OF_RANGE', pointer, 'A command needs at least the name of a program.');
  return undefined;
};

function jsonPathFault(path: string): string | null {
  try {
    compile(path);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : 'it cannot be read';
  }
}

function leadsOutside(path: string): boolean {
  return /^([/\\~]|[A-Za-z]:)/.test(path) || path.split(/[/\\]/).includes('..') || path.includes('\0');
}

/** Whether every number in a value is finite, as nearly all are. */
function hasOnlyFinite(json: Json): boolean {
  if (typeof json === 'number') return Number.isFinite(json);
  if (typeof json !== 'object' || json === null) return true;
  return Object.values(json as JsonObject).every(hasOnlyFinite);
}

function refuseNonFinite(
  json: Json,
  pointer: string,
  refuse: (pointer: string, value: number) => void,
): void {
  if (typeof json === 'number') {
    if (!Number.isFinite(json)) refuse(pointer, json);
  } else if (typeof json === 'object' && json !== null) {
    for (const [key, value] of Object.entries(json))
      refuseNonFinite(value as Json, under(pointer, key), refuse);
  }
}
