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
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item)).join(',')}]`;
  if (typeof value === 'object' && value !== null) return canonicalObject(value as JsonObject);
  return JSON.stringify(value) ?? 'null';
}

function canonicalObject(value: JsonObject): string {
  let members = '';
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) {
      members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
    }
  }
  return `{${members}}`;
}
