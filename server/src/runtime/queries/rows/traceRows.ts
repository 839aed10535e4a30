import type { SpanRow } from '#protocol/rows';
import { type SpanTree, spanTree } from '../../../core/traceql/evaluate/spanTree';
import { tracedSpans } from '../../record/tracedSpans';
import type { Store } from '../../storePort';

/** A trace with its spans as rows and as queries see them; both are in the same order. */
export interface TraceRows {
  readonly traceId: string;
  readonly runId: string | null;
  readonly rows: readonly SpanRow[];
  readonly tree: SpanTree;
}

/** Spans of one page of rows. */
const pageRows = 10_000;

/** Reads traces whole, in the order in which they are named; those that are not there any more are left out. */
export async function readTraces(store: Store, traceIds: readonly string[]): Promise<TraceRows[]> {
  const byTrace = new Map<string, SpanRow[]>();
  for (let after_row = 0, isLast = traceIds.length === 0; !isLast; ) {
    const page = await store.spanRows({ trace_ids: traceIds, after_row, limit: pageRows });
    for (const row of page.items) {
      const rows = byTrace.get(row.trace_id);
      if (rows === undefined) byTrace.set(row.trace_id, [row]);
      else rows.push(row);
    }
    after_row = page.last_row;
    isLast = page.is_last;
  }
  const found: TraceRows[] = [];
  for (const traceId of traceIds) {
    const rows = byTrace.get(traceId);
    if (rows !== undefined) found.push(await traceRows(store, traceId, rows));
  }
  return found;
}

/** Makes a trace of its rows in the order of recording; queries see the spans by their starts. */
async function traceRows(store: Store, traceId: string, recorded: SpanRow[]): Promise<TraceRows> {
  const rows = recorded.sort((one, other) => one.start_us - other.start_us);
  const runId = rows.find(({ run_id }) => run_id !== null)?.run_id ?? null;
  const tree = spanTree(traceId, await tracedSpans(store, rows, runId));
  return { traceId, runId, rows, tree };
}
