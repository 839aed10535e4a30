import type { RunRow, SpanRow } from '#protocol/rows';
import type { ForeignTrace } from '../../../runtime/storePort';

/** Traces of no run that are over, oldest first, as the SQL finds them. */
export function memoryForeignTraces(
  spans: readonly SpanRow[],
  runs: readonly RunRow[],
  beforeUs: number,
): readonly ForeignTrace[] {
  const owned = new Set(runs.map(({ trace_id }) => trace_id));
  const found = new Map<string, { start: number; isOver: boolean; isForeign: boolean }>();
  for (const { trace_id, run_id, start_us, end_us } of spans) {
    const before = found.get(trace_id) ?? { start: start_us, isOver: true, isForeign: false };
    found.set(trace_id, {
      start: Math.min(before.start, start_us),
      isOver: before.isOver && (end_us ?? start_us) < beforeUs,
      isForeign: before.isForeign || run_id === null,
    });
  }
  return [...found]
    .filter(([id, { isOver, isForeign }]) => isOver && isForeign && !owned.has(id))
    .map(([trace_id, { start }]) => ({ trace_id, start_us: start }))
    .sort((left, right) => left.start_us - right.start_us);
}
