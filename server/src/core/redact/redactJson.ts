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

type RedactText = (text: string) => { readonly text: string; readonly count: number };

/**
 * Masks strings under telling keys and after telling flags, and by `redactText` what lies inside all others; what holds
 * nothing of the kind is answered itself, not copied.
 */
export function redactJson(value: Json, redactText: RedactText): RedactedJson {
  const walk: Walk = { redactText, count: 0 };
  const redacted = walkValue(walk, value, false, 0);
  return { value: redacted, count: walk.count };
}

interface Walk {
  readonly redactText: RedactText;
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
  let isSame = true;
  const entries: [string, Json][] = [];
  for (const key of Object.keys(object)) {
    const entry = object[key] as Json;
    const redacted: [string, Json] = [inText(walk, key), walkValue(walk, entry, secretKey.test(key), depth)];
    isSame &&= redacted[0] === key && redacted[1] === entry;
    entries.push(redacted);
  }
  return isSame ? object : Object.fromEntries(entries);
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
