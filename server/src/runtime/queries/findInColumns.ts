import type { Query } from '../../core/traceql/ast';
import { answerInColumns } from '../../core/traceql/columns/columnSets';
import { isPlainFind, neededColumns, stagesOf } from '../../core/traceql/columns/fieldLeaves';
import type { SpanSegment } from '../../core/traceql/columns/segment';
import { Expressions } from '../../core/traceql/evaluate/expressions';
import type { KnownSegment, PlacedTrace, SegmentTable } from './segments/segmentTable';
import { isWithin, type StartRange } from './traceOrder';

/** A trace of a segment that a query finds, or that must be looked at by itself. */
export interface ColumnHit extends PlacedTrace {
  readonly known: KnownSegment;
  readonly segment: SpanSegment;
  /** The rows that are found, when columns have decided; null when the trace is to be looked at by itself. */
  readonly rows: readonly number[] | null;
}

/** Looks for the traces that a query finds in segments. */
export interface ColumnFinder {
  /** Hits of one segment, the newest first: no more than are wanted, or all that must be looked at by themselves. */
  find(known: KnownSegment): Promise<ColumnHit[]>;
}

/** What is looked for: the newest traces of a range, so many of them. */
interface Wanted {
  readonly query: Query;
  readonly range: StartRange;
  readonly limit: number;
}

/** Makes a finder that looks into the segments of a table. */
export function columnFinder(wanted: Wanted, table: SegmentTable): ColumnFinder {
  const stages = stagesOf(wanted.query);
  const needed = neededColumns(stages);
  const isPlain = isPlainFind(stages);
  const expressions = new Expressions();
  return {
    find: async (known) => {
      const segment = await table.open(known, needed ?? []);
      const places = placesWithin(known, table, wanted.range);
      if (needed === null) return [...places].map((place) => ({ known, segment, ...place, rows: null }));
      const { sets, isDecided } = answerInColumns(stages, { segment, expressions });
      const most = isDecided && isPlain ? wanted.limit : Number.POSITIVE_INFINITY;
      const hits = hitsAt(places, sets.mask, segment, most).map((hit) => ({ known, segment, ...hit }));
      return isDecided && isPlain ? hits : hits.map((hit) => ({ ...hit, rows: null }));
    },
  };
}

/** The first of some traces that have any row in a mask. */
function hitsAt(places: Iterable<PlacedTrace>, mask: Uint8Array, segment: SpanSegment, most: number) {
  const hits: (PlacedTrace & { readonly rows: readonly number[] })[] = [];
  for (const place of places) {
    const rows = rowsOfTrace(mask, segment, place.trace);
    if (rows.length > 0) hits.push({ ...place, rows });
    if (hits.length >= most) break;
  }
  return hits;
}

/** Living traces of a segment that is open, the newest first. */
function* placesWithin(known: KnownSegment, table: SegmentTable, range: StartRange) {
  for (const place of table.newestFirst(known))
    if (known.isAlive[place.trace] === 1 && isWithin(place.startUs, range)) yield place;
}

function rowsOfTrace(mask: Uint8Array, { firstRows }: SpanSegment, trace: number): number[] {
  const first = firstRows[trace] as number;
  const found = mask.subarray(first, firstRows[trace + 1]);
  const rows: number[] = [];
  for (let at = found.indexOf(1); at !== -1; at = found.indexOf(1, at + 1)) rows.push(first + at);
  return rows;
}
