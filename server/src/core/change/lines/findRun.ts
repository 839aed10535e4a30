/** Whether the run stands at that place. */
export function matchesAt(lines: Int32Array, run: Int32Array, place: number): boolean {
  if (place < 0 || place + run.length > lines.length) return false;
  return run.every((id, index) => lines[place + index] === id);
}

/** The first places from `from` on, at most `limit`, at which the (not empty) run stands; linear whatever repeats. */
export function findRun(lines: Int32Array, run: Int32Array, from: number, limit: number): number[] {
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
