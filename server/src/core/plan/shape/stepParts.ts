import { stepIdPattern } from '#protocol/methods/ids';
import type { Else, Loop } from '#protocol/plan';
import { referenceRoots } from '../../expression/reference';
import { isMap, kindOf, map, type Reader, text, under, whole } from '../../policy/settings/shapes';
import { jsonObject, jsonPath } from './values';

/** Reads the id of a step. */
export const stepId: Reader<string> = (value, pointer, report) => {
  const read = text(value, pointer, report);
  if (read === undefined || stepIdPattern.test(read)) return read;
  report(
    'OUT_OF_RANGE',
    pointer,
    `'${read.slice(0, 80)}' is no step id: letters, digits, '_' and '-', at most 64.`,
  );
  return undefined;
};

/** Reads the text of a condition; `true` and `false` may stand without quotes. */
export const condition: Reader<string> = (value, pointer, report) =>
  typeof value === 'boolean' ? String(value) : text(value, pointer, report);

/** Reads what happens when `when` is false: `skip` or `goto:<id>`. */
export const otherwise: Reader<Else> = (value, pointer, report) => {
  if (value === 'skip') return { action: 'skip' };
  if (typeof value === 'string' && value.startsWith('goto:')) {
    const target = value.slice('goto:'.length).trim();
    if (target !== '') return { action: 'goto', target };
    report('BAD_GOTO', pointer, "'goto:' needs the id of a step.");
    return undefined;
  }
  const code = typeof value === 'string' ? 'OUT_OF_RANGE' : 'WRONG_TYPE';
  report(
    code,
    pointer,
    `Expected skip or goto:<id>, found ${typeof value === 'string' ? `'${value.slice(0, 80)}'` : kindOf(value)}.`,
  );
  return undefined;
};

const loopName: Reader<string> = (value, pointer, report) => {
  const read = text(value, pointer, report);
  if (read === undefined) return undefined;
  if (/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(read) && !(referenceRoots as readonly string[]).includes(read))
    return read;
  report('OUT_OF_RANGE', pointer, `'${read.slice(0, 80)}' is no free name for the item of a loop.`);
  return undefined;
};

const loopMap = map({ items: text, while: condition, as: loopName, max_visits: whole(1, 100_000) });

/** Reads a loop: over items or while a condition holds. */
export const loop: Reader<Loop> = (value, pointer, report) => {
  const read = loopMap(value, pointer, report);
  if (read === undefined || !isMap(value)) return undefined;
  const hasItems = Object.hasOwn(value, 'items');
  const hasWhile = Object.hasOwn(value, 'while');
  if (hasItems === hasWhile) {
    report(hasItems ? 'CONFLICT' : 'MISSING_KEY', pointer, "A loop has either 'items' or 'while'.");
    return undefined;
  }
  return {
    items: read.items ?? null,
    while: read.while ?? null,
    as: read.as ?? 'item',
    max_visits: read.max_visits ?? null,
  };
};

/** Reads the named values that a step picks from its output. */
export const outputs: Reader<Readonly<Record<string, string>>> = (value, pointer, report) => {
  if (jsonObject(value, pointer, report) === undefined || !isMap(value)) return undefined;
  const read = Object.entries(value).flatMap(([key, path]) => {
    const found = jsonPath(path, under(pointer, key), report);
    return found === undefined ? [] : [[key, found] as const];
  });
  return Object.fromEntries(read);
};
