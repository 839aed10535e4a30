import type { SpanMark, SpanNews } from '../../ports/spanPort';
import type { Store } from '../../storePort';

/** What is known of a trace whose spans are in no segment. */
export interface LooseTrace {
  readonly traceId: string;
  readonly startUs: number;
  readonly rows: number;
}

/** Rows of which one request tells. */
const newsRows = 20_000;

/** From where nothing is known. */
export const firstMark: SpanMark = { row: 0, event: 0, change: 0 };

/** Reads everything that happened to the spans after a mark, a stretch at a time. */
export async function* newsAfter(store: Store, mark: SpanMark): AsyncGenerator<SpanNews> {
  for (let after = mark; ; ) {
    const news = await store.spanNews(after, newsRows);
    yield news;
    if (news.is_last) return;
    after = news.mark;
  }
}

/** Adds what the news tell of traces to what was known. */
export function addLoose(known: Map<string, LooseTrace>, news: SpanNews): void {
  for (const { trace_id, rows, start_us } of news.traces) {
    const before = known.get(trace_id);
    known.set(trace_id, {
      traceId: trace_id,
      startUs: Math.min(before?.startUs ?? start_us, start_us),
      rows: (before?.rows ?? 0) + rows,
    });
  }
}

/** Spans that are read at once when traces are looked at one by one. */
export const spansAtOnce = 2000;

/** Cuts a list of traces into parts that are read at once. */
export function* batches(traces: readonly LooseTrace[]): Generator<readonly LooseTrace[]> {
  for (let from = 0; from < traces.length; ) {
    let to = from;
    for (let rows = 0; to < traces.length && rows < spansAtOnce; to += 1) rows += traces[to]?.rows ?? 0;
    yield traces.slice(from, to);
    from = to;
  }
}

/** How many spans some traces have. */
export function rowsOf(traces: readonly LooseTrace[]): number {
  return traces.reduce((sum, { rows }) => sum + rows, 0);
}
