/**
 * Where each character of a scalar's value stands in its source, quotes, escapes, folds and indentation included;
 * `null` when that cannot be told. Found by going along both at once: the source only adds to the value.
 */
export function scalarOffsets(source: string, value: string): readonly number[] | null {
  const offsets: number[] = [];
  const quote = source.startsWith('"') || source.startsWith("'") ? source.slice(0, 1) : '';
  let at = quote === '' ? headerLength(source) : 1;
  for (let index = 0; index < value.length; ) {
    const taken = at < source.length ? takeOne(source, at, value[index] ?? '', quote) : null;
    if (taken === null) return null;
    if (taken.isValue) {
      offsets.push(at);
      index += 1;
    }
    at = taken.next;
  }
  return offsets;
}

interface Taken {
  readonly isValue: boolean;
  readonly next: number;
}

function takeOne(source: string, at: number, meant: string, quote: string): Taken | null {
  const written = source[at] ?? '';
  if (quote === '"' && written === '\\') return takeEscape(source, at, meant);
  if (written === meant) {
    // Within single quotes a quote is written twice.
    return { isValue: true, next: at + (quote === "'" && written === quote ? 2 : 1) };
  }
  if (/\s/.test(written)) return { isValue: /\s/.test(meant) && source[at + 1] !== '\n', next: at + 1 };
  return null;
}

function takeEscape(source: string, at: number, meant: string): Taken | null {
  const letter = source[at + 1] ?? '';
  if (letter === '\n' || letter === '\r') return { isValue: false, next: at + 2 };
  const length = { x: 4, u: 6, U: 10 }[letter] ?? 2;
  // What an escape stands for is never part of a name, so one character of the value is enough.
  return meant === '' ? null : { isValue: true, next: at + length };
}

/** The length of `|` or `>` with what belongs to it, up to its line's end. */
function headerLength(source: string): number {
  return /^[|>][^\n]*\n/.exec(source)?.[0].length ?? 0;
}
