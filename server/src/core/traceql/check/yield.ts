/** What a part of a pipeline yields: `math` is a series that more than one function over time has made. */
export type Yield = 'spans' | 'scalar' | 'aggregate' | 'series' | 'math' | 'unknown';

/** Whether numbers over time are yielded. */
export function isSeries(yielded: Yield): boolean {
  return yielded === 'series' || yielded === 'math';
}
