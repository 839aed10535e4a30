import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Json, JsonObject } from '#protocol/json';

/** The name of a JSON value: `sha256:` and hex over its canonical form, so equal values have equal names. */
export function digest(value: Json): string {
  return `sha256:${sha256Hex(utf8ToBytes(canonicalJson(value)))}`;
}

/** The sha256 of bytes in lower-case hex: how file contents are named. */
export function sha256Hex(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/**
 * One text per JSON value: keys sorted by code unit, no white space, `-0` written as `0`, keys without a value
 * left out. What is hashed, compared and shown as "canonical" is this.
 */
export function canonicalJson(value: Json): string {
  const inOrder = ordered(value);
  return inOrder === undefined ? canonicalText(value) : (JSON.stringify(inOrder) ?? 'null');
}

/**
 * The value with the keys of all its objects in order, itself where they are already: written out by the engine in one
 * go. Undefined where a key looks like a number, for objects put those first.
 */
function ordered(value: Json): Json | undefined {
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Array.isArray(value) ? orderedList(value) : orderedObject(value as JsonObject);
}

function orderedList(list: readonly Json[]): Json | undefined {
  let copy: Json[] | undefined;
  for (let at = 0; at < list.length; at += 1) {
    const inOrder = ordered(list[at] as Json);
    if (inOrder === undefined) return undefined;
    if (inOrder !== list[at]) copy ??= [...list];
    if (copy !== undefined) copy[at] = inOrder;
  }
  return copy ?? (list as Json);
}

function orderedObject(object: JsonObject): Json | undefined {
  const keys = Object.keys(object);
  if (keys.some((key) => isDigit(key.charCodeAt(0)))) return undefined;
  const changed = changedMembers(object, keys);
  if (changed === undefined) return undefined;
  const isSorted = keys.every((key, at) => at === 0 || (keys[at - 1] as string) < key);
  if (isSorted && changed === unchanged) return object;
  const inOrder = isSorted ? keys : keys.sort();
  return Object.fromEntries(inOrder.map((key) => [key, changed.get(key) ?? (object[key] as Json)]));
}

const unchanged: ReadonlyMap<string, Json> = new Map();

/** The members whose own keys had to be put in order; undefined where one cannot be. */
function changedMembers(object: JsonObject, keys: readonly string[]): ReadonlyMap<string, Json> | undefined {
  let changed: Map<string, Json> | undefined;
  for (const key of keys) {
    const member = object[key];
    const inOrder = typeof member === 'object' ? ordered(member) : member;
    if (inOrder === undefined && member !== undefined) return undefined;
    if (inOrder !== member) changed = (changed ?? new Map()).set(key, inOrder as Json);
  }
  return changed ?? unchanged;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function canonicalText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalText(item)).join(',')}]`;
  if (typeof value === 'object' && value !== null) return canonicalObject(value as JsonObject);
  return JSON.stringify(value) ?? 'null';
}

function canonicalObject(value: JsonObject): string {
  let members = '';
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) {
      members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalText(member)}`;
    }
  }
  return `{${members}}`;
}
