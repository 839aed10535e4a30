import type { TraceFound } from '#protocol/methods/traces/queries';
import type { SpanRow } from '#protocol/rows';
import { spanView } from '../record/views';
import type { Store } from '../storePort';
import type { ColumnHit } from './findInColumns';
import { type SegmentTable, textAt } from './segments/segmentTable';

/** Says what columns have found of some traces; rows are read only of the spans that are shown. */
export async function hitsFound(
  hits: readonly ColumnHit[],
  spanLimit: number,
  { store, table }: { readonly store: Store; readonly table: SegmentTable },
): Promise<TraceFound[]> {
  const shown: (readonly string[])[] = [];
  for (const hit of hits) shown.push(await idsOf(hit, spanLimit, table));
  const span_id = shown.flat();
  const { items } =
    span_id.length === 0 ? { items: [] } : await store.list('spans', { where: { span_id }, limit: null });
  const byId = new Map(items.map((row) => [row.span_id, row]));
  return hits.map((hit, index) => traceFound(hit, shown[index] ?? [], byId));
}

async function idsOf(hit: ColumnHit, spanLimit: number, table: SegmentTable): Promise<readonly string[]> {
  const segment = await table.open(hit.known, ['span:id', 'trace:duration']);
  return (hit.rows ?? []).slice(0, spanLimit).map((row) => textAt(segment, 'span:id', row) ?? '');
}

function traceFound(
  { segment, trace, traceId, startUs, rows }: ColumnHit,
  shown: readonly string[],
  byId: ReadonlyMap<string, SpanRow>,
): TraceFound {
  const matched = rows?.length ?? 0;
  const { firstRows } = segment;
  return {
    trace_id: traceId,
    run_id: textAt(segment, 'trace:run', trace),
    root_name: textAt(segment, 'trace:rootName', trace) ?? '',
    root_service: textAt(segment, 'trace:rootService', trace) ?? '',
    start_us: startUs,
    duration_ms: (segment.numbers('trace:duration')?.numbers[trace] ?? 0) / 1e6,
    span_count: (firstRows[trace + 1] ?? 0) - (firstRows[trace] ?? 0),
    matched_count: matched,
    spansets: [
      {
        attributes: {},
        matched,
        spans: shown.flatMap((id) => {
          const row = byId.get(id);
          return row === undefined ? [] : [{ ...spanView(row), selected: {} }];
        }),
      },
    ],
  };
}
