import type { SpanView } from '#protocol/methods/records';
import type { SpanFound, TraceFound } from '#protocol/methods/traces/queries';
import type { TraceListed } from '#protocol/methods/traces/traceLists';

/** How many of the traces that a query finds a list can be made of. */
export const mostTraces = 500;

/** A line of a list of traces with what the query found there. */
export function foundSummary(summary: TraceListed, { matched_count, spansets }: TraceFound): TraceListed {
  const sets = spansets.map(({ attributes, matched }) => ({ attributes, matched }));
  return { ...summary, matched_count, spansets: sets };
}

/** The spans that a query found, each once. */
export function foundSpans(
  traces: readonly TraceFound[],
  { status, timeout_only }: { readonly status?: string | undefined; readonly timeout_only: boolean },
): SpanFound[] {
  const all = traces.flatMap(({ spansets }) => spansets.flatMap(({ spans }) => spans));
  const once = [...new Map(all.map((span) => [`${span.trace_id} ${span.span_id}`, span])).values()];
  return once.filter(
    (span) => (status === undefined || span.status === status) && (!timeout_only || span.timeout),
  );
}

/** A span of which nothing was selected. */
export function unselected(span: SpanView): SpanFound {
  return { ...span, selected: {} };
}
