/** What an expression is made of, as far as globs need it. Whether a repetition is greedy does not matter to a yes or no. */
export type Expression =
  | { readonly is: 'character'; readonly source: string }
  | { readonly is: 'sequence' | 'choice'; readonly parts: readonly Expression[] }
  | { readonly is: 'repeat'; readonly part: Expression; readonly least: number; readonly most: number }
  | { readonly is: 'look'; readonly part: Expression; readonly isNegated: boolean }
  | { readonly is: 'edge'; readonly at: 'start' | 'end' };

/**
 * Reads the source of an expression that a glob was turned into; `null` when it holds more than globs do, or when a bracket
 * that nobody opened ends its frame, so that one of its ways is not held to the whole text.
 */
export function readExpression(source: string): Expression | null {
  const reader: Reader = { source, at: 0, depth: 0 };
  const read = choice(reader);
  return reader.at === source.length && read?.is !== 'choice' ? read : null;
}

interface Reader {
  readonly source: string;
  at: number;
  depth: number;
}

const deepest = 100;

function choice(reader: Reader): Expression | null {
  const parts: Expression[] = [];
  do {
    const part = sequence(reader);
    if (part === null) return null;
    parts.push(part);
  } while (take(reader, '|'));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { is: 'choice', parts };
}

function sequence(reader: Reader): Expression | null {
  const parts: Expression[] = [];
  while (reader.at < reader.source.length && !'|)'.includes(reader.source[reader.at] ?? '')) {
    const part = atom(reader);
    const whole = part === null ? null : repeated(reader, part);
    if (whole === null) return null;
    parts.push(whole);
  }
  return { is: 'sequence', parts };
}

function atom(reader: Reader): Expression | null {
  if (take(reader, '^')) return { is: 'edge', at: 'start' };
  if (take(reader, '$')) return { is: 'edge', at: 'end' };
  if (take(reader, '(?=')) return look(reader, false);
  if (take(reader, '(?!')) return look(reader, true);
  if (take(reader, '(?:')) return group(reader);
  if (reader.source.startsWith('(?', reader.at)) return null;
  if (take(reader, '(')) return group(reader);
  single.lastIndex = reader.at;
  const [found] = single.exec(reader.source) ?? [];
  if (found === undefined) return null;
  reader.at += found.length;
  return { is: 'character', source: found };
}

/**
 * A class, an escape that stands for one character, or a plain character, each as the expression itself is read: by
 * UTF-16 units, and `\K` is another escape than `\k`.
 */
const single = /\[(?:[^\]\\]|\\.)*\]|\\(?:u[\da-fA-F]{4}|x[\da-fA-F]{2}|[^\dbBkcpPux])|[^\\[*+?{]/y;

function look(reader: Reader, isNegated: boolean): Expression | null {
  const part = group(reader);
  return part && { is: 'look', part, isNegated };
}

function group(reader: Reader): Expression | null {
  if (reader.depth >= deepest) return null;
  reader.depth += 1;
  const part = choice(reader);
  reader.depth -= 1;
  return take(reader, ')') ? part : null;
}

function repeated(reader: Reader, part: Expression): Expression | null {
  count.lastIndex = reader.at;
  const [found, sign, least, comma, most] = count.exec(reader.source) ?? [];
  if (found === undefined) return part;
  reader.at += found.length;
  if (part.is === 'look' || part.is === 'edge') return null;
  if (sign !== undefined)
    return {
      is: 'repeat',
      part,
      least: sign === '+' ? 1 : 0,
      most: sign === '?' ? 1 : Number.POSITIVE_INFINITY,
    };
  const unlimited = comma === undefined ? Number(least) : Number.POSITIVE_INFINITY;
  return { is: 'repeat', part, least: Number(least), most: most ? Number(most) : unlimited };
}

const count = /(?:([*+?])|\{(\d{1,3})(?:(,)(\d{1,3})?)?\})\??/y;

function take(reader: Reader, expected: string): boolean {
  if (!reader.source.startsWith(expected, reader.at)) return false;
  reader.at += expected.length;
  return true;
}
