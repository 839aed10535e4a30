import type { Json, JsonObject } from '#protocol/json';
import { checkTypes } from '#protocol/plan/planDocument';
import { isMap, under } from '../../policy/settings/shapes';
import type { ImportLog } from './importer';

/**
 * Converts `verify`, `preconditions`, `postconditions` and `expected_observation`. A condition written as
 * `type: expr` text becomes a check; other text cannot be checked by a machine and is shown to whoever approves.
 */
export function convertConditions(step: JsonObject, pointer: string, log: ImportLog): JsonObject {
  const remarks: string[] = [];
  const lists = (['preconditions', 'postconditions', 'verify'] as const).flatMap((key) => {
    const given = step[key] ?? null;
    if (given === null) return [];
    const place = under(pointer, key);
    const isOne = key === 'verify' && !Array.isArray(given);
    if (isOne) log.from(`${place}/0`, place);
    return [[key, convertList(isOne ? [given] : given, { key, place, isOne, remarks, log })] as const];
  });
  return { ...Object.fromEntries(lists), ...observation(step, pointer, remarks, log) };
}

interface Conversion {
  readonly key: string;
  readonly place: string;
  readonly isOne: boolean;
  readonly remarks: string[];
  readonly log: ImportLog;
}

function convertList(given: Json, work: Conversion): Json {
  if (!Array.isArray(given)) return given;
  const converted: Json[] = [];
  given.forEach((entry: Json, index) => {
    const origin = work.isOne ? work.place : `${work.place}/${index}`;
    const check = convertCondition(entry, origin, work);
    if (check === null) return;
    work.log.from(`${work.place}/${converted.length}`, origin);
    converted.push(check);
  });
  return converted;
}

function convertCondition(entry: Json, origin: string, { key, remarks, log }: Conversion): Json | null {
  if (isMap(entry))
    return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== null)) as JsonObject;
  if (typeof entry !== 'string') return entry;
  const [type = '', ...rest] = entry.split(':');
  const expr = rest.join(':').trim();
  if ((checkTypes as readonly string[]).includes(type.trim()) && expr !== '') {
    log.changed(origin, `The text '${entry}' is read as a check.`);
    return { type: type.trim(), expr };
  }
  log.changed(origin, 'The text cannot be checked by a machine; it is shown for approval instead.');
  remarks.push(`${key.replace(/s$/, '')}: ${entry}`);
  return null;
}

function observation(
  step: JsonObject,
  pointer: string,
  remarks: readonly string[],
  log: ImportLog,
): JsonObject {
  const given = step['expected_observation'] ?? null;
  if (remarks.length === 0) return given === null ? {} : { expected_observation: given };
  if (given !== null && typeof given !== 'string') return { expected_observation: given };
  log.from(under(pointer, 'expected_observation'), pointer);
  return { expected_observation: [...(given === null ? [] : [given]), ...remarks].join('\n') };
}
