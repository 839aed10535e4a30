import type { Query } from '../../core/traceql/ast';
import { neededColumns, stagesOf } from '../../core/traceql/columns/fieldLeaves';
import { evaluateSeries, type SeriesEvaluation } from '../../core/traceql/series/evaluateSeries';
import type { Series } from '../../core/traceql/series/series';
import type { TimeSteps } from '../../core/traceql/series/timeSteps';
import type { Store } from '../storePort';
import type { Budget } from './budget';
import { batches, type LooseTrace, rowsOf } from './rows/looseTraces';
import { readTraces } from './rows/traceRows';
import { type KnownSegment, textAt } from './segments/segmentTable';
import type { SpanIndex } from './segments/spanIndex';

interface Parts {
  readonly store: Store;
  readonly index: SpanIndex;
  readonly budget: Budget;
}

/** Measures all spans, segment by segment and then the loose traces one by one. */
export async function seriesOfSpans(query: Query, steps: TimeSteps, parts: Parts): Promise<Series[]> {
  const { index, budget } = parts;
  const needed = neededColumns(stagesOf(query));
  const evaluation = evaluateSeries(query, steps);
  const byRows = [...index.loose.values()];
  const endUs = steps.startUs + steps.stepUs * steps.count;
  for (const known of index.segments.all) {
    if (budget.isSpent()) break;
    if (known.head.last_span_us < steps.startUs || known.head.first_span_us >= endUs) continue;
    budget.takeColumns(known.head.rows);
    const segment = await index.segments.open(known, needed ?? []);
    if (needed === null || !evaluation.addSegment(segment, known.isAlive))
      byRows.push(...(await aliveTraces(known, index)));
  }
  await addByRows(evaluation, byRows, parts);
  return evaluation.answer();
}

async function addByRows(
  evaluation: SeriesEvaluation,
  traces: readonly LooseTrace[],
  { store, budget }: Parts,
): Promise<void> {
  for (const batch of batches(traces)) {
    if (budget.isSpent() || !budget.takeRows(rowsOf(batch))) return;
    for (const { tree } of await readTraces(
      store,
      batch.map(({ traceId }) => traceId),
    ))
      evaluation.add(tree);
  }
}

async function aliveTraces(known: KnownSegment, { segments }: SpanIndex): Promise<LooseTrace[]> {
  const segment = await segments.open(known, []);
  const { firstRows } = segment;
  return [...known.isAlive.keys()]
    .filter((trace) => known.isAlive[trace] === 1)
    .map((trace) => ({
      traceId: textAt(segment, 'trace:id', trace) ?? '',
      startUs: segments.startOf(known, trace),
      rows: (firstRows[trace + 1] ?? 0) - (firstRows[trace] ?? 0),
    }));
}
