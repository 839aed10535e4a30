import { RE2JS } from 're2js';
import type { Json, JsonObject } from '#protocol/json';
import { inputTypes, type schemaKeywords } from '#protocol/plan/planDocument';
import {
  amount,
  flag,
  isMap,
  list,
  map,
  type Reader,
  type Report,
  text,
  under,
  whole,
  word,
} from '../../policy/settings/shapes';
import { anyText, jsonObject } from './values';

/** Reads the schema of a run's inputs: an object schema out of the part of JSON Schema that plans use. */
export const inputsSchema: Reader<JsonObject> = (value, pointer, report) => {
  const object = jsonObject(value, pointer, report);
  if (object === undefined || schema(value, pointer, report) === undefined) return object;
  const type = object['type'];
  if (type !== undefined && type !== 'object') {
    report('OUT_OF_RANGE', under(pointer, 'type'), "Inputs are an object: expected type 'object'.");
  }
  return object;
};

const anyJson: Reader<Json> = (value) => value as Json;

const number: Reader<number> = (value, pointer, report) =>
  typeof value === 'number' && value < 0 && Number.isFinite(value) ? value : amount(value, pointer, report);

const pattern: Reader<string> = (value, pointer, report) => {
  const read = text(value, pointer, report);
  if (read === undefined) return undefined;
  try {
    RE2JS.compile(read);
    return read;
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it cannot be read';
    report('BAD_REGEX', pointer, `'${read.slice(0, 80)}' is no regular expression: ${reason}.`);
    return undefined;
  }
};

const schemas: Reader<true> = (value, pointer, report) => {
  if (jsonObject(value, pointer, report) === undefined || !isMap(value)) return undefined;
  for (const [key, entry] of Object.entries(value)) schema(entry, under(pointer, key), report);
  return true;
};

const typeNames: Reader<true> = (value, pointer, report) => {
  const read = word(inputTypes)(value, pointer, report);
  return read === undefined ? undefined : true;
};

/** Reads one schema at any depth; what it describes is checked by `checkInputs`. */
const schema: Reader<true> = (value, pointer, report) => {
  const read = schemaMap(value, pointer, report);
  if (read === undefined) return undefined;
  checkRequired(value, pointer, report);
  return true;
};

const nested: Reader<true> = (value, pointer, report) => schema(value, pointer, report);

const readers = {
  type: typeNames,
  properties: schemas,
  required: list(text),
  default: anyJson,
  enum: list(anyJson),
  items: nested,
  minimum: number,
  maximum: number,
  minLength: whole(0, Number.MAX_SAFE_INTEGER),
  maxLength: whole(0, Number.MAX_SAFE_INTEGER),
  pattern,
  additionalProperties: flag,
  description: anyText,
} as const satisfies Record<(typeof schemaKeywords)[number], Reader<unknown>>;

const schemaMap = map(readers);

function checkRequired(value: unknown, pointer: string, report: Report): void {
  if (!isMap(value) || !Array.isArray(value['required'])) return;
  const { properties } = value;
  value['required'].forEach((name: unknown, index) => {
    if (typeof name !== 'string' || (isMap(properties) && Object.hasOwn(properties, name))) return;
    report(
      'BAD_REFERENCE',
      under(under(pointer, 'required'), index),
      `'${name}' is required but no property.`,
    );
  });
}
