import type { SpanFound, TraceFound } from '#protocol/methods/traces/queries';
import type { SpanRow } from '#protocol/rows';
import type { Queries, QueryLine, TraceSpotted } from '../ports/queryPort';
import { spanView } from '../record/views';
import type { Store } from '../storePort';

/** Questions whose answers have their spans: rows are read of those that are shown, and of no others. */
export function queriesWithSpans(line: QueryLine, store: Store): Queries {
  return {
    find: async (question, signal) => {
      const { items, ...answer } = await line.find(question, signal);
      return { items: await withSpans(items, store), ...answer };
    },
    series: (question, signal) => line.series(question, signal),
    close: () => line.close(),
  };
}

async function withSpans(items: readonly TraceSpotted[], store: Store): Promise<TraceFound[]> {
  const span_id = items.flatMap(({ shown }) => shown ?? []);
  const page =
    span_id.length === 0 ? [] : (await store.list('spans', { where: { span_id }, limit: null })).items;
  const byId = new Map(page.map((row) => [row.span_id, row]));
  return items.map(({ found, shown }) => {
    const [set] = found.spansets;
    if (shown === null || set === undefined) return found;
    return { ...found, spansets: [{ ...set, spans: shown.flatMap((id) => spansOf(byId.get(id))) }] };
  });
}

/** A span that was removed in the meantime is none. */
function spansOf(row: SpanRow | undefined): SpanFound[] {
  return row === undefined ? [] : [{ ...spanView(row), selected: {} }];
}
