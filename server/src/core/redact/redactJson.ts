import type { Json, JsonObject } from '#protocol/json';
import { isReference } from './assignments';
import { mask } from './mask';

/** A value without its secrets, and how many there were. */
export interface RedactedJson {
  readonly value: Json;
  readonly count: number;
}

const secretKey = /token|key|secret|password/i;
/** A flag of a command whose value is the next argument. */
const secretFlag = /^--?[a-z0-9-]*(?:token|api-?key|secret|password|passwd)$/i;
/** Deeper than this nobody looks, so nothing is kept. */
const deepest = 500;
const mostPlainKeys = 4096;

type RedactText = (text: string) => { readonly text: string; readonly count: number };

/**
 * Masks strings under telling keys and after telling flags, and by `redactText` what lies inside all others; what holds
 * nothing of the kind is answered itself, not copied. `plainKeys` remembers keys that neither tell nor hold anything.
 */
export function redactJson(value: Json, redactText: RedactText, plainKeys: Set<string>): RedactedJson {
  const walk: Walk = { redactText, plainKeys, count: 0 };
  const redacted = walkValue(walk, value, false, 0);
  return { value: redacted, count: walk.count };
}

interface Walk {
  readonly redactText: RedactText;
  readonly plainKeys: Set<string>;
  count: number;
}

function walkValue(walk: Walk, item: Json, isSecret: boolean, depth: number): Json {
  if (typeof item === 'string') return isSecret && isKept(item) ? hide(walk) : inText(walk, item);
  if (item === null || typeof item !== 'object') return item;
  if (depth > deepest) return hide(walk);
  if (!isList(item)) return walkObject(walk, item, depth + 1);
  const list = item.map((entry, index) =>
    walkValue(walk, entry, isSecret || isFlag(item[index - 1]), depth + 1),
  );
  return list.every((entry, index) => entry === item[index]) ? item : list;
}

/** Only strings and lists of strings are values of a telling key; what an object holds has keys of its own. */
function walkObject(walk: Walk, object: JsonObject, depth: number): Json {
  let changed: [string, Json][] | undefined;
  const keys = Object.keys(object);
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at] as string;
    const entry = object[key] as Json;
    const isPlain = isPlainKey(walk, key);
    const name = isPlain ? key : inText(walk, key);
    const value = walkValue(walk, entry, !isPlain && secretKey.test(key), depth);
    if (name !== key || value !== entry) {
      changed ??= keys.slice(0, at).map((before) => [before, object[before] as Json]);
    }
    changed?.push([name, value]);
  }
  return changed === undefined ? object : Object.fromEntries(changed);
}

/** Keys come again and again: one that neither tells nor holds anything is not looked at twice. */
function isPlainKey({ plainKeys, redactText }: Walk, key: string): boolean {
  if (plainKeys.has(key)) return true;
  if (secretKey.test(key) || redactText(key).count > 0) return false;
  if (plainKeys.size >= mostPlainKeys) plainKeys.clear();
  plainKeys.add(key);
  return true;
}

function hide(walk: Walk): string {
  walk.count += 1;
  return mask;
}

function inText(walk: Walk, text: string): string {
  const redacted = walk.redactText(text);
  walk.count += redacted.count;
  return redacted.text;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isFlag(value: Json | undefined): boolean {
  return typeof value === 'string' && secretFlag.test(value);
}

/** Whether a string under a telling key says anything at all. */
function isKept(value: string): boolean {
  return value !== '' && value !== mask && !isReference(value);
}
