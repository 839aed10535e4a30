import type { Json, JsonObject } from '#protocol/json';

const mostCharacters = 2000;

/** A document whose texts have at most 2000 characters (OPS-09); to be called only on what is already redacted. */
export function cutTexts(value: Json): Json {
  if (typeof value === 'string') {
    return cutText(value);
  }
  if (Array.isArray(value)) {
    return value.map(cutTexts);
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value as JsonObject).map(([key, inner]) => [key, cutTexts(inner)]);
    return Object.fromEntries(entries) as JsonObject;
  }
  return value;
}

/** No character is cut in half. */
function cutText(text: string): string {
  return text.length > mostCharacters ? text.slice(0, mostCharacters).replace(/[\uD800-\uDBFF]$/, '') : text;
}
