/** Whether the run stands at that place. */
export function matchesAt(lines: Int32Array, run: Int32Array, place: number): boolean {
  if (place < 0 || place + run.length > lines.length) return false;
  for (let at = 0; at < run.length; at++) if (lines[place + at] !== run[at]) return false;
  return true;
}

/** Finds runs of lines in one file, by their rarest line where there is one. A line below zero is in no run. */
export class RunFinder {
  readonly #lines: Int32Array;
  /** The first line with a number, and for each line the next one with the same number, plus one; zero is none. */
  readonly #first: Int32Array;
  readonly #next: Int32Array;
  readonly #counts: Int32Array;

  constructor(lines: Int32Array, idCount: number) {
    this.#lines = lines;
    this.#first = new Int32Array(idCount);
    this.#next = new Int32Array(lines.length);
    this.#counts = new Int32Array(idCount);
    for (let at = lines.length - 1; at >= 0; at--) {
      const id = lines[at] ?? 0;
      if (id < 0) continue;
      this.#next[at] = this.#first[id] ?? 0;
      this.#first[id] = at + 1;
      this.#counts[id] = (this.#counts[id] ?? 0) + 1;
    }
  }

  /** The first places from `from` on, at most `limit`, at which the (not empty) run stands. */
  find(run: Int32Array, from: number, limit: number): number[] {
    let rarest = 0;
    for (let at = 1; at < run.length; at++)
      if (this.#countOf(run, at) < this.#countOf(run, rarest)) rarest = at;
    const effort = this.#countOf(run, rarest) * run.length;
    if (effort > 4 * this.#lines.length) return findLinearly(this.#lines, run, from, limit);
    const places: number[] = [];
    let line = this.#first[run[rarest] ?? 0] ?? 0;
    while (line > 0 && places.length < limit) {
      const place = line - 1 - rarest;
      if (place >= from && matchesAt(this.#lines, run, place)) places.push(place);
      line = this.#next[line - 1] ?? 0;
    }
    return places;
  }

  #countOf(run: Int32Array, at: number): number {
    return this.#counts[run[at] ?? 0] ?? 0;
  }
}

/** The same in a file where every line of the run comes often; linear whatever repeats. */
function findLinearly(lines: Int32Array, run: Int32Array, from: number, limit: number): number[] {
  const fallback = fallbackTable(run);
  const places: number[] = [];
  let matched = 0;
  for (let at = from; at < lines.length && places.length < limit; at++) {
    while (matched > 0 && run[matched] !== lines[at]) matched = fallback[matched - 1] ?? 0;
    if (run[matched] === lines[at]) matched++;
    if (matched === run.length) {
      places.push(at - matched + 1);
      matched = fallback[matched - 1] ?? 0;
    }
  }
  return places;
}

/** For each end of a prefix, the length of its longest proper border (Knuth, Morris, Pratt). */
function fallbackTable(run: Int32Array): Int32Array {
  const table = new Int32Array(run.length);
  let length = 0;
  for (let at = 1; at < run.length; at++) {
    while (length > 0 && run[length] !== run[at]) length = table[length - 1] ?? 0;
    if (run[length] === run[at]) length++;
    table[at] = length;
  }
  return table;
}
