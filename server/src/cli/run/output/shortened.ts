/** Characters of a text that a reader takes in beside others. */
const mostCharacters = 120;
/** Below this many levels only the size of a value is told: run, steps, a step, its output, a field of that. */
const mostLevels = 5;

/** A document for eyes: long texts are cut, and what lies deep is told by its size. Answers null where nothing was cut. */
export function shortened(document: unknown): unknown {
  let isCut = false;
  const shorten = (value: unknown, levels: number): unknown => {
    if (typeof value === 'string' && value.length > mostCharacters) {
      isCut = true;
      return `${[...value.slice(0, mostCharacters)].slice(0, -1).join('')}… (${value.length})`;
    }
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    if (levels === 0 && entries.length > 0) {
      isCut = true;
      return Array.isArray(value) ? `[… ${entries.length}]` : `{… ${entries.length}}`;
    }
    const made = entries.map(([key, one]) => [key, shorten(one, levels - 1)] as const);
    return Array.isArray(value) ? made.map(([, one]) => one) : Object.fromEntries(made);
  };
  const short = shorten(document, mostLevels);
  return isCut ? short : null;
}
