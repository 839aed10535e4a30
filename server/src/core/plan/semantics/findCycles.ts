/**
 * One way round for each knot of nodes that lead to each other; a node that leads to itself is one. Iterative, so
 * that a chain of any length is walked.
 */
export function findCycles(edges: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[][] = [];
  for (const start of edges.keys()) {
    if (!state.has(start)) walk(start, edges, state, cycles);
  }
  return cycles;
}

function walk(
  start: string,
  edges: ReadonlyMap<string, readonly string[]>,
  state: Map<string, 'open' | 'done'>,
  cycles: string[][],
): void {
  const path = [{ id: start, next: 0 }];
  state.set(start, 'open');
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const target = edges.get(top.id)?.[top.next];
    top.next += 1;
    if (target === undefined) {
      state.set(top.id, 'done');
      path.pop();
    } else if (state.get(target) === 'open') {
      const ids = path.map((entry) => entry.id);
      cycles.push(ids.slice(ids.indexOf(target)));
    } else if (!state.has(target)) {
      state.set(target, 'open');
      path.push({ id: target, next: 0 });
    }
  }
}
