import type { Static } from '../ast';
import type { Value } from '../evaluate/value';
import { printStatic } from '../print/printStatic';

/** A value as answers carry it. */
export type PlainValue = string | number | boolean | null | (string | number | boolean | null)[];

/** A value without its type: words for a status and a kind, durations as they are written, several values as a list. */
export function plainValue(value: Value): PlainValue {
  return value.type === 'list' ? value.items.map(single) : single(value);
}

function single(value: Static): string | number | boolean | null {
  if (value.type === 'nil') return null;
  if (value.type === 'duration') return printStatic(value);
  // JSON has no form for it that every reader takes exactly; attributes are told of in the same way.
  return typeof value.value === 'bigint' ? String(value.value) : value.value;
}

/** Names of values whose plain form is a text of digits because no number holds them exactly. */
export function wideNames(values: Iterable<readonly [name: string, value: Value]>): string[] {
  return [...values].filter(([, value]) => isWide(value)).map(([name]) => name);
}

function isWide(value: Value): boolean {
  const items = value.type === 'list' ? value.items : [value];
  return items.some(isBig) && !items.some(({ type }) => type === 'string');
}

function isBig(value: Static): boolean {
  return value.type !== 'nil' && typeof value.value === 'bigint';
}
