import { agentSpan, traceSpans } from './agentSpans';

/** Bare loops over typed arrays in memory: what no program that looks at every span can be faster than. */
export function columnLimits(count: number): Readonly<Record<string, () => number>> {
  const tools = new Uint16Array(count);
  const names = new Uint16Array(count);
  const isError = new Uint8Array(count);
  const durations = new Float64Array(count);
  const parents = new Int32Array(count);
  const codes = new Map<string, number>();
  for (let row = 0; row < count; row += 1) {
    const { name, status, start_us, end_us } = agentSpan(row);
    tools[row] = row % 17;
    if (!codes.has(name)) codes.set(name, codes.size);
    names[row] = codes.get(name) ?? 0;
    isError[row] = status === 'ERROR' ? 1 : 0;
    durations[row] = ((end_us ?? start_us) - start_us) * 1000;
    const place = row % traceSpans;
    parents[row] = place === 0 ? -1 : row - place + Math.floor((place - 1) / 4);
  }
  return {
    'the same, counted': () => {
      let found = 0;
      for (let row = 0; row < count; row += 1)
        if (tools[row] === 3 && (durations[row] as number) > 40_000_000) found += 1;
      return found;
    },
    'group by name': () => {
      const counts = new Uint32Array(codes.size);
      for (let row = 0; row < count; row += 1)
        counts[names[row] as number] = (counts[names[row] as number] as number) + 1;
      return counts[0] ?? 0;
    },
    'error under an ancestor, counted': () => {
      const below = new Uint8Array(count);
      let found = 0;
      for (let row = 0; row < count; row += 1) {
        const parent = parents[row] as number;
        if (parent === -1) continue;
        if (tools[parent] === 3 || below[parent] === 1) {
          below[row] = 1;
          found += isError[row] as number;
        }
      }
      return found;
    },
  };
}
