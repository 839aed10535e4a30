import type { OtlpLink } from '#protocol/otlp/otlp';
import type { SpanRow, WriteRow } from '#protocol/rows';
import type { RollbackEntry } from '../../core/change/rollback';
import type { Context } from '../context';
import type { SpanPlace } from '../record/span';

/** Where the span of a rollback hangs: under the run whose work it takes back, or in a trace of its own. */
export async function rollbackPlace(context: Context, runId: string | null): Promise<SpanPlace> {
  const { store, ids } = context.ports;
  const run = runId === null ? undefined : await store.get('runs', { id: runId });
  if (run === undefined) {
    return { trace_id: ids.hex(16), run_id: runId, parent: null };
  }
  const where = { trace_id: run.trace_id, kind: 'run', parent_span_id: null } as const;
  const [root] = (await store.list('spans', { where, limit: 1 })).items;
  return { trace_id: run.trace_id, run_id: run.id, parent: root?.span_id ?? null };
}

/** Links to the spans of the steps whose writes a rollback takes back, each once. */
export async function undoneSpans(
  context: Context,
  entries: readonly RollbackEntry[],
): Promise<readonly OtlpLink[]> {
  const { store } = context.ports;
  const id = entries.filter(({ restores }) => restores).flatMap(({ takes_back }) => takes_back);
  if (id.length === 0) {
    return [];
  }
  const writes = (await store.list('writes', { where: { id }, limit: null })).items;
  const spans = new Map<string, SpanRow>();
  for (const write of writes) {
    const span = await stepSpan(context, write);
    if (span !== undefined) spans.set(span.span_id, span);
  }
  return [...spans.values()].map(({ trace_id, span_id }) => ({ traceId: trace_id, spanId: span_id }));
}

/** The last try of the step that wrote. */
async function stepSpan({ ports }: Context, { run_id, step_id }: WriteRow): Promise<SpanRow | undefined> {
  if (run_id === null || step_id === null) {
    return undefined;
  }
  const where = { run_id, kind: 'step', name: `holdpoint.step ${step_id}` } as const;
  const order = [{ by: 'start_us', desc: true }] as const;
  return (await ports.store.list('spans', { where, order, limit: 1 })).items[0];
}
