import type { SpanRow } from '#protocol/rows';
import type { SpanColumns, SpanQuery } from '../../../runtime/storePort';
import { asciiLower } from '../engine/spanSql';
import { type SlimSpan, spanColumns } from '../record/spanColumns';
import type { MemoryTable } from './memoryTable';

/** A page of the spans of a trace as columns. */
export function memorySpans(table: MemoryTable, query: SpanQuery): SpanColumns {
  const places = table.find({ trace_id: query.trace_id });
  const slim = (place: number): SlimSpan => ({ ...(table.row(place) as unknown as SpanRow), place });
  const again = places.map(slim).filter(({ span_id }) => query.spans.includes(span_id));
  const next = places
    .filter((place) => place > query.after_row)
    .slice(0, query.limit)
    .map(slim);
  return spanColumns([...again, ...next], {
    total: places.length,
    last_row: next.at(-1)?.place ?? query.after_row,
    is_last: next.length < query.limit,
  });
}

/** Ids of the spans of a trace that contain a text. */
export function memorySpansWith(table: MemoryTable, traceId: string, text: string): readonly string[] {
  const wanted = asciiLower(text);
  return table
    .find({ trace_id: traceId })
    .map((place) => table.row(place) as unknown as SpanRow)
    .filter(({ name, attributes, error }) =>
      [name, attributes, error ?? ''].some((part) => asciiLower(part).includes(wanted)),
    )
    .map(({ span_id }) => span_id);
}
