import type { Query } from '../../core/traceql/ast';
import { answerInColumns } from '../../core/traceql/columns/columnSets';
import { isPlainFind, neededColumns, stagesOf } from '../../core/traceql/columns/fieldLeaves';
import type { SpanSegment } from '../../core/traceql/columns/segment';
import { Expressions } from '../../core/traceql/evaluate/expressions';
import { type KnownSegment, type SegmentTable, textAt } from './segments/segmentTable';
import { isWithin, newestFirst, type Placed, type StartRange } from './traceOrder';

/** A trace of a segment that a query finds, or that must be looked at by itself. */
export interface ColumnHit extends Placed {
  readonly known: KnownSegment;
  readonly segment: SpanSegment;
  readonly trace: number;
  /** The rows that are found, when columns have decided; null when the trace is to be looked at by itself. */
  readonly rows: readonly number[] | null;
}

/** Looks for the traces that a query finds in segments. */
export interface ColumnFinder {
  /** Hits of one segment, the newest first. */
  find(known: KnownSegment): Promise<ColumnHit[]>;
}

/** Makes a finder; of each trace only its first rows are kept besides their number. */
export function columnFinder(query: Query, table: SegmentTable, range: StartRange): ColumnFinder {
  const stages = stagesOf(query);
  const needed = neededColumns(stages);
  const isPlain = isPlainFind(stages);
  const expressions = new Expressions();
  return {
    find: async (known) => {
      const segment = await table.open(known, needed ?? []);
      const answer = needed === null ? null : answerInColumns(stages, { segment, expressions });
      const found = answer === null ? null : rowsByTrace(answer.sets.mask, segment);
      const isDecided = answer?.isDecided === true && isPlain;
      return [...(found?.keys() ?? Array(segment.traceCount).keys())]
        .filter((trace) => known.isAlive[trace] === 1 && isWithin(table.startOf(known, trace), range))
        .map((trace): ColumnHit => {
          const place = {
            trace,
            traceId: textAt(segment, 'trace:id', trace) ?? '',
            startUs: table.startOf(known, trace),
          };
          return { known, segment, ...place, rows: isDecided ? (found?.get(trace) ?? []) : null };
        })
        .sort(newestFirst);
    },
  };
}

function rowsByTrace(mask: Uint8Array, { traceOf }: SpanSegment): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (let row = mask.indexOf(1); row !== -1; row = mask.indexOf(1, row + 1)) {
    const trace = traceOf[row] as number;
    const rows = found.get(trace);
    if (rows === undefined) found.set(trace, [row]);
    else rows.push(row);
  }
  return found;
}
