import { RE2JS } from 're2js';
import type { Json, JsonObject } from '#protocol/json';
import type { ProblemCode } from '#protocol/problem';
import { canonicalJson } from '../digest';
import { mayRefer } from '../expression/references';
import { isMap, kindOf, under } from '../policy/settings/shapes';

/** A value that its schema does not allow. */
export interface ValueFault {
  readonly code: ProblemCode;
  readonly pointer: string;
  readonly message: string;
}

type Refuse = (fault: ValueFault) => void;

/** Holds one value against its schema and returns it with the defaults of missing properties filled in. */
export function checkValue(schema: JsonObject, value: Json, pointer: string, refuse: Refuse): Json {
  if (!isOfTypes(value, schema['type'])) {
    const expected = typesOf(schema)
      .map((type) => typeNames[type] ?? type)
      .join(' or ');
    refuse({ code: 'WRONG_TYPE', pointer, message: `Expected ${expected}, found ${kindOf(value)}.` });
    return value;
  }
  checkAnyOf(schema, value, pointer, refuse);
  const choices = schema['enum'];
  if (
    Array.isArray(choices) &&
    !choices.some((choice: Json) => canonicalJson(choice) === canonicalJson(value))
  ) {
    const known = choices.map((choice: Json) => canonicalJson(choice)).join(', ');
    refuse({ code: 'OUT_OF_RANGE', pointer, message: `Expected one of ${known}.` });
  }
  if (typeof value === 'number') checkNumber(schema, value, pointer, refuse);
  if (typeof value === 'string') checkText(schema, value, pointer, refuse);
  if (Array.isArray(value)) return checkItems(schema, value, pointer, refuse);
  return isMap(value) ? checkObject(schema, value as JsonObject, pointer, refuse) : value;
}

function checkObject(schema: JsonObject, value: JsonObject, pointer: string, refuse: Refuse): JsonObject {
  const properties = isMap(schema['properties']) ? (schema['properties'] as JsonObject) : {};
  const result = withProperties(properties, value, pointer, refuse);
  refuseMissing(schema, result, pointer, refuse);
  if (schema['additionalProperties'] === false) refuseOthers(properties, value, pointer, refuse);
  checkEntries(schema, value, pointer, refuse);
  return result;
}

/** The very value where no default was filled in, so that what is right costs no copy. */
function withProperties(
  properties: JsonObject,
  value: JsonObject,
  pointer: string,
  refuse: Refuse,
): JsonObject {
  let filled: Map<string, Json> | null = null;
  for (const key of Object.keys(properties)) {
    const property = properties[key];
    if (!isMap(property)) continue;
    const isGiven = Object.hasOwn(value, key);
    const member = isGiven ? value[key] : (property['default'] as Json | undefined);
    if (member === undefined) continue;
    const checked = checkValue(property as JsonObject, member, under(pointer, key), refuse);
    if (isGiven && checked === member) continue;
    filled ??= new Map(Object.entries(value));
    filled.set(key, checked);
  }
  return filled === null ? value : Object.fromEntries(filled);
}

/** Where a schema describes keys and values without naming the keys. */
function checkEntries(schema: JsonObject, value: JsonObject, pointer: string, refuse: Refuse): void {
  const { properties = {}, propertyNames: names, additionalProperties: members } = schema;
  if (!isMap(names) && !isMap(members)) return;
  for (const [key, member] of Object.entries(value)) {
    const place = under(pointer, key);
    if (isMap(names)) checkValue(names as JsonObject, key, place, refuse);
    if (!isMap(members) || Object.hasOwn(properties as JsonObject, key)) continue;
    checkValue(members as JsonObject, member, place, refuse);
  }
}

function refuseMissing(schema: JsonObject, value: JsonObject, pointer: string, refuse: Refuse): void {
  const required = Array.isArray(schema['required']) ? (schema['required'] as readonly Json[]) : [];
  for (const key of required) {
    if (typeof key !== 'string' || Object.hasOwn(value, key)) continue;
    refuse({ code: 'MISSING_KEY', pointer: under(pointer, key), message: `Expected the input '${key}'.` });
  }
}

function refuseOthers(properties: JsonObject, value: JsonObject, pointer: string, refuse: Refuse): void {
  for (const key of Object.keys(value)) {
    if (Object.hasOwn(properties, key)) continue;
    refuse({ code: 'UNKNOWN_KEY', pointer: under(pointer, key), message: `Unknown key '${key}'.` });
  }
}

function checkItems(
  schema: JsonObject,
  value: readonly Json[],
  pointer: string,
  refuse: Refuse,
): readonly Json[] {
  const { items, minItems, maxItems } = schema;
  if (typeof minItems === 'number' && value.length < minItems) {
    const message = `Expected at least ${minItems} items, found ${value.length}.`;
    refuse({ code: 'OUT_OF_RANGE', pointer, message });
  }
  if (typeof maxItems === 'number' && value.length > maxItems) {
    const message = `Expected at most ${maxItems} items, found ${value.length}.`;
    refuse({ code: 'OUT_OF_RANGE', pointer, message });
  }
  if (!isMap(items)) return value;
  let isSame = true;
  const checked = value.map((item, index) => {
    const now = checkValue(items as JsonObject, item, under(pointer, index), refuse);
    if (now !== item) isSame = false;
    return now;
  });
  return isSame ? value : checked;
}

function checkNumber(schema: JsonObject, value: number, pointer: string, refuse: Refuse): void {
  const { minimum, maximum } = schema;
  if (typeof minimum === 'number' && value < minimum) {
    refuse({ code: 'OUT_OF_RANGE', pointer, message: `Expected at least ${minimum}, found ${value}.` });
  }
  if (typeof maximum === 'number' && value > maximum) {
    refuse({ code: 'OUT_OF_RANGE', pointer, message: `Expected at most ${maximum}, found ${value}.` });
  }
}

function checkText(schema: JsonObject, value: string, pointer: string, refuse: Refuse): void {
  const { minLength, maxLength, pattern } = schema;
  // Counting characters is left out where nothing asks for it.
  const length = minLength === undefined && maxLength === undefined ? 0 : [...value].length;
  if (typeof minLength === 'number' && length < minLength) {
    refuse({
      code: 'OUT_OF_RANGE',
      pointer,
      message: `Expected at least ${minLength} characters, found ${length}.`,
    });
  }
  if (typeof maxLength === 'number' && length > maxLength) {
    refuse({
      code: 'OUT_OF_RANGE',
      pointer,
      message: `Expected at most ${maxLength} characters, found ${length}.`,
    });
  }
  if (typeof pattern === 'string' && !matches(pattern, value)) {
    refuse({ code: 'OUT_OF_RANGE', pointer, message: `Expected a text that matches ${pattern}.` });
  }
}

/** The parser has compiled the pattern before; one that came another way and is broken matches nothing. */
function matches(pattern: string, value: string): boolean {
  try {
    return RE2JS.compile(pattern).matcher(value).find();
  } catch {
    return false;
  }
}

/** A value that refers to others is not held against alternatives: which of them it fits shows when it has its values. */
function checkAnyOf(schema: JsonObject, value: Json, pointer: string, refuse: Refuse): void {
  const choices = Array.isArray(schema['anyOf']) ? schema['anyOf'].filter(isMap) : [];
  const fits = (choice: JsonObject) => {
    let isGood = true;
    checkValue(choice, value, pointer, () => {
      isGood = false;
    });
    return isGood;
  };
  if (choices.length === 0 || choices.some((choice) => fits(choice as JsonObject))) return;
  const keys = choices.flatMap(({ required }) => (Array.isArray(required) ? [required.join(' + ')] : []));
  if (keys.length > 0) {
    const message = `Expected one of these inputs: ${keys.join(', ')}.`;
    refuse({ code: 'MISSING_KEY', pointer, message });
  } else if (!mayRefer(value)) {
    const names = choices.flatMap((choice) => typesOf(choice as JsonObject)).map((type) => typeNames[type]);
    const message = `Expected ${names.join(' or ')}, found ${kindOf(value)}.`;
    refuse({ code: 'WRONG_TYPE', pointer, message });
  }
}

function typesOf({ type }: JsonObject): readonly string[] {
  return [type ?? []].flat().filter((name) => typeof name === 'string');
}

/** Whether a value is of one of the types that a schema names; of any when it names none. */
function isOfTypes(value: Json, type: Json | undefined): boolean {
  if (typeof type === 'string') return isOfType(value, type);
  const names = Array.isArray(type) ? type.filter((name) => typeof name === 'string') : [];
  return names.length === 0 || names.some((name) => isOfType(value, name));
}

function isOfType(value: Json, type: string): boolean {
  switch (type) {
    case 'object':
      return isMap(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'null':
      return value === null;
    default:
      return typeof value === type;
  }
}

/** The types of JSON Schema as they stand in a sentence. */
const typeNames: Readonly<Record<string, string>> = {
  array: 'an array',
  boolean: 'a boolean',
  integer: 'an integer',
  null: 'null',
  number: 'a number',
  object: 'an object',
  string: 'a string',
};
