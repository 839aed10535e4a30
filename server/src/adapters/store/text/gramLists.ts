/*
 * The full text keeps, for every run of three characters, the places where it stands. The texts of a segment lie one
 * after another with one place between them, so a place tells the text, and a longer word stands where its runs stand
 * at the right distances. Places are stored as differences, seven bits to a byte.
 */

/** Two ends of text follow the last character, so that a run begins at every character. */
const endOfText = 0;

/** Three characters as one number, in the order of their codes. */
export function gramOf(first: number, second: number, third: number): number {
  return first * 0x1_0000_0000 + second * 0x1_0000 + third;
}

/** The places of one run in a segment, packed; `last` is the greatest of them. */
export interface GramList {
  readonly gram: number;
  readonly bytes: Uint8Array;
  readonly last: number;
}

/** Gathers where every run of a segment stands, from texts or from segments that lie before one another. */
export class GramLists {
  readonly #lists = new Map<number, Growing>();
  #size = 0;

  /** How many places are taken: where the next text begins. */
  get size(): number {
    return this.#size;
  }

  addText(text: string): void {
    const from = this.#size;
    for (let at = 0; at < text.length; at += 1) {
      const second = at + 1 < text.length ? text.charCodeAt(at + 1) : endOfText;
      const third = at + 2 < text.length ? text.charCodeAt(at + 2) : endOfText;
      const list = this.#list(gramOf(text.charCodeAt(at), second, third));
      list.add(from + at);
    }
    this.#size = from + text.length + 1;
  }

  /** Adds the lists of a whole segment behind what is here. */
  addSegment(lists: Iterable<GramList>, size: number): void {
    for (const { gram, bytes, last } of lists) this.#list(gram).append(bytes, last, this.#size);
    this.#size += size;
  }

  /** Every list, by its run. */
  sorted(): readonly GramList[] {
    const grams = Float64Array.from(this.#lists.keys()).sort();
    return Array.from(grams, (gram) => this.#list(gram).packed(gram));
  }

  #list(gram: number): Growing {
    const known = this.#lists.get(gram);
    if (known !== undefined) return known;
    const made = new Growing();
    this.#lists.set(gram, made);
    return made;
  }
}

/** The places of a packed list, each less by `offset`. */
export function placesOf(bytes: Uint8Array, offset: number): Int32Array {
  const places = new Int32Array(bytes.length);
  let count = 0;
  let place = -offset;
  for (let at = 0; at < bytes.length; ) {
    let byte = bytes[at++] ?? 0;
    let difference = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = bytes[at++] ?? 0;
      difference |= (byte & 127) << shift;
    }
    place += difference;
    places[count++] = place;
  }
  return places.subarray(0, count);
}

class Growing {
  readonly #bytes: number[] = [];
  readonly #chunks: Uint8Array[] = [];
  #last = 0;

  add(place: number): void {
    let rest = place - this.#last;
    for (; rest > 127; rest >>>= 7) this.#bytes.push((rest & 127) | 128);
    this.#bytes.push(rest);
    this.#last = place;
  }

  /** All but the first place keep their differences, so their bytes are taken as they are. */
  append(bytes: Uint8Array, last: number, base: number): void {
    let end = 1;
    while ((bytes[end - 1] ?? 0) > 127) end += 1;
    const [first = 0] = placesOf(bytes.subarray(0, end), 0);
    this.add(base + first);
    this.#flush();
    this.#chunks.push(bytes.subarray(end));
    this.#last = base + last;
  }

  packed(gram: number): GramList {
    this.#flush();
    const [only] = this.#chunks;
    const bytes =
      this.#chunks.length === 1 && only !== undefined ? only : new Uint8Array(Buffer.concat(this.#chunks));
    return { gram, bytes, last: this.#last };
  }

  #flush(): void {
    if (this.#bytes.length === 0) return;
    this.#chunks.push(Uint8Array.from(this.#bytes));
    this.#bytes.length = 0;
  }
}
