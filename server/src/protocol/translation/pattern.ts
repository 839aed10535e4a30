/** A sentence with places: the words between them, and which piece of a text stands in each. */
export interface Pattern {
  /** The words before, between and after the places; one more than there are places. */
  readonly words: readonly string[];
  readonly places: readonly Place[];
}

/** A place of a sentence. */
export interface Place {
  readonly number: number;
  /**
   * Copied as it stands; or told, written `{0+}`, for it may be a text of ours; or said as people call that state, written
   * `{0*}`.
   */
  readonly kind: 'copied' | 'told' | 'state';
}

/** Reads a sentence with its places, such as `run {0} is {1}`. */
export function patternOf(template: string): Pattern {
  const parts = template.split(/\{(\d+[+*]?)\}/);
  const places = parts
    .filter((_, at) => at % 2 === 1)
    .map((mark) => ({ number: Number.parseInt(mark, 10), kind: kindOf(mark) }));
  return { words: parts.filter((_, at) => at % 2 === 0), places };
}

function kindOf(mark: string): Place['kind'] {
  if (mark.endsWith('+')) return 'told';
  return mark.endsWith('*') ? 'state' : 'copied';
}

/** What stands in the places when a text is this sentence; each piece is as short as it can be. Takes linear time. */
export function piecesOf({ words }: Pattern, text: string): readonly string[] | null {
  const first = words[0] ?? '';
  const last = words.at(-1) ?? '';
  if (words.length === 1) return text === first ? [] : null;
  const end = text.length - last.length;
  if (!text.startsWith(first) || !text.endsWith(last) || end < first.length) return null;
  const pieces: string[] = [];
  let at = first.length;
  for (const word of words.slice(1, -1)) {
    const next = text.indexOf(word, at);
    if (next === -1 || next + word.length > end) return null;
    pieces.push(text.slice(at, next));
    at = next + word.length;
  }
  return [...pieces, text.slice(at, end)];
}

/** The sentence with its places filled. */
export function filled({ words, places }: Pattern, inPlace: (place: Place) => string): string {
  return words.map((word, at) => (at === 0 ? word : inPlace(places[at - 1] as Place) + word)).join('');
}
