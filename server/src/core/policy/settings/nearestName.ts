/** The known name that a person most likely meant, or `undefined` when none is near. */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  if (given.length > 100) return undefined;
  const wanted = given.toLowerCase();
  let best: string | undefined;
  // Of a single letter nothing would be left.
  let least = given.length < 2 ? 1 : Math.max(1, Math.floor(given.length / 3)) + 1;
  for (const name of known) {
    const letters = name.toLowerCase();
    if (Math.abs(letters.length - wanted.length) >= least) continue;
    const distance = editDistance(wanted, letters, least);
    if (distance < least) {
      least = distance;
      best = name;
    }
  }
  return best;
}

/** The number of letters to change from one text to another; any number from `limit` on is said as that. */
function editDistance(a: string, b: string, limit: number): number {
  // What both begin and end with costs nothing, and names of one plan have much of that.
  const [start, end] = commonEnds(a, b);
  return distanceBetween(a.slice(start, a.length - end), b.slice(start, b.length - end), limit);
}

function commonEnds(a: string, b: string): readonly [start: number, end: number] {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return [start, end];
}

function distanceBetween(a: string, b: string, limit: number): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const swap = at(above, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      line.push(Math.min(swap, at(above, column) + 1, at(line, column - 1) + 1));
    }
    // No row has a smaller least number than the one above it.
    if (line.every((cost) => cost >= limit)) return limit;
    above = line;
  }
  return at(above, b.length);
}

function at(costs: readonly number[], index: number): number {
  return costs[index] ?? 0;
}
