import type { ProblemCode } from '#protocol/problem';
import { nearestName } from './nearestName';

/** Receives every mistake with the JSON pointer of the value it is about. */
export type Report = (code: ProblemCode, pointer: string, message: string) => void;

/** Reads one value: what it means, or `undefined` after reporting what is wrong with it. */
export type Reader<T> = (value: unknown, pointer: string, report: Report) => T | undefined;

/** What a table of readers yields: the keys that were present and right. */
export type Read<Table> = { [K in keyof Table]?: Table[K] extends Reader<infer T> ? T : never };

/** Appends one key to a JSON pointer, escaped as RFC 6901 asks. */
export function under(pointer: string, key: string | number): string {
  if (typeof key === 'number') return `${pointer}/${key}`;
  const isPlain = !key.includes('/') && !key.includes('~');
  return `${pointer}/${isPlain ? key : key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Whether the value is a map that a table of readers can be held against. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What kind of value this is, in words for a message. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (isMap(value)) return 'a map';
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : `${typeof value}`;
}

/** A value that stands where another should, for a message: texts and numbers as such, all else by its kind. */
export function shownValue(value: unknown): string {
  return typeof value === 'string' ? `'${value.slice(0, 80)}'` : kindOf(value);
}

/** Reads a map whose keys are those of the table and no others. */
export function map<Table extends Readonly<Record<string, Reader<unknown>>>>(
  table: Table,
): Reader<Read<Table>> {
  return (value, pointer, report) => {
    if (isMap(value)) return readMap(table, value, pointer, report) as Read<Table>;
    report('WRONG_TYPE', pointer, `Expected a map, found ${kindOf(value)}.`);
    return undefined;
  };
}

function readMap(
  table: Readonly<Record<string, Reader<unknown>>>,
  value: Readonly<Record<string, unknown>>,
  pointer: string,
  report: Report,
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const reader = Object.hasOwn(table, key) ? table[key] : undefined;
    if (reader === undefined) {
      report('UNKNOWN_KEY', under(pointer, key), unknownKey(key, Object.keys(table)));
      continue;
    }
    const result = reader(value[key], under(pointer, key), report);
    if (result !== undefined) read[key] = result;
  }
  return read;
}

/** Reads a list, entry by entry; wrong entries are reported and left out. */
export function list<T>(entry: Reader<T>): Reader<readonly T[]> {
  return (value, pointer, report) => {
    if (!Array.isArray(value)) {
      report('WRONG_TYPE', pointer, `Expected a list, found ${kindOf(value)}.`);
      return undefined;
    }
    return value.flatMap((item: unknown, index) => {
      const read = entry(item, under(pointer, index), report);
      return read === undefined ? [] : [read];
    });
  };
}

/** Reads one of a closed set of words. */
export function word<const T extends string>(words: readonly T[]): Reader<T> {
  return (value, pointer, report) => {
    const found = words.find((candidate) => candidate === value);
    if (found !== undefined) return found;
    if (typeof value !== 'string') {
      report('WRONG_TYPE', pointer, `Expected one of ${words.join(', ')}, found ${kindOf(value)}.`);
      return undefined;
    }
    report('OUT_OF_RANGE', pointer, `Expected one of ${words.join(', ')}, found '${value}'.`);
    return undefined;
  };
}

/** Reads true or false, and nothing that only looks like it. */
export const flag: Reader<boolean> = (value, pointer, report) => {
  if (typeof value === 'boolean') return value;
  report('WRONG_TYPE', pointer, `Expected true or false, found ${kindOf(value)}.`);
  return undefined;
};

/** Reads a text that is not empty. */
export const text: Reader<string> = (value, pointer, report) => {
  if (typeof value !== 'string') {
    report('WRONG_TYPE', pointer, `Expected a text, found ${kindOf(value)}.`);
    return undefined;
  }
  if (value.trim() !== '') return value;
  report('OUT_OF_RANGE', pointer, 'The text is empty.');
  return undefined;
};

/** Reads a whole number within bounds. */
export function whole(least: number, most: number): Reader<number> {
  return (value, pointer, report) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      report('WRONG_TYPE', pointer, `Expected a whole number, found ${kindOf(value)}.`);
      return undefined;
    }
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    report('OUT_OF_RANGE', pointer, `Expected a whole number from ${least} to ${most}, found ${value}.`);
    return undefined;
  };
}

/** Reads a number that is not below zero. */
export const amount: Reader<number> = (value, pointer, report) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    report('WRONG_TYPE', pointer, `Expected a number, found ${kindOf(value)}.`);
    return undefined;
  }
  if (value >= 0) return value;
  report('OUT_OF_RANGE', pointer, `Expected a number of at least 0, found ${value}.`);
  return undefined;
};

function unknownKey(key: string, known: readonly string[]): string {
  const nearest = nearestName(key, known);
  return nearest === undefined
    ? `Unknown key '${key}'; known are ${known.join(', ')}.`
    : `Unknown key '${key}'; did you mean '${nearest}'?`;
}
