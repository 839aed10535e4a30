/** Characters of a text that a reader takes in beside others. */
const mostCharacters = 120;
/** Below this many levels only the size of a value is told: run, steps, a step, its output, a field of that. */
const mostLevels = 5;

/** A document for eyes: long texts are cut, and what lies deep is told by its size. Answers null where nothing was cut. */
export function shortened(document: unknown): unknown {
  const short = shorten(document, mostLevels);
  return JSON.stringify(short) === JSON.stringify(document) ? null : short;
}

function shorten(value: unknown, levels: number): unknown {
  if (typeof value === 'string') return cutText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return levels === 0 && value.length > 0
      ? `[… ${value.length}]`
      : value.map((one) => shorten(one, levels - 1));
  }
  const entries = Object.entries(value);
  return levels === 0 && entries.length > 0
    ? `{… ${entries.length}}`
    : Object.fromEntries(entries.map(([key, one]) => [key, shorten(one, levels - 1)]));
}

function cutText(text: string): string {
  if (text.length <= mostCharacters) return text;
  // Never half a character.
  const start = text.slice(0, mostCharacters).replace(/[\ud800-\udbff]$/, '');
  return `${start}… (${text.length})`;
}
