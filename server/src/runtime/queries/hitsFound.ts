import type { TraceSpotted } from '../ports/queryPort';
import type { ColumnHit } from './findInColumns';
import { type SegmentTable, textAt } from './segments/segmentTable';

/** Says what columns have found of some traces, and which of the spans are shown. */
export async function hitsFound(
  hits: readonly ColumnHit[],
  spanLimit: number,
  table: SegmentTable,
): Promise<TraceSpotted[]> {
  const found: TraceSpotted[] = [];
  for (const hit of hits) found.push(await traceSpotted(hit, spanLimit, table));
  return found;
}

async function traceSpotted(hit: ColumnHit, spanLimit: number, table: SegmentTable): Promise<TraceSpotted> {
  const { known, trace, traceId, startUs } = hit;
  const segment = await table.open(known, ['span:id', 'trace:duration']);
  const { firstRows } = segment;
  const rows = hit.rows ?? [];
  return {
    found: {
      trace_id: traceId,
      run_id: textAt(segment, 'trace:run', trace),
      root_name: textAt(segment, 'trace:rootName', trace) ?? '',
      root_service: textAt(segment, 'trace:rootService', trace) ?? '',
      start_us: startUs,
      duration_ms: (segment.numbers('trace:duration')?.numbers[trace] ?? 0) / 1e6,
      span_count: (firstRows[trace + 1] ?? 0) - (firstRows[trace] ?? 0),
      matched_count: rows.length,
      spansets: [{ attributes: {}, matched: rows.length, spans: [] }],
    },
    shown: rows.slice(0, spanLimit).map((row) => textAt(segment, 'span:id', row) ?? ''),
  };
}
