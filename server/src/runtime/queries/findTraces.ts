import type { Query } from '../../core/traceql/ast';
import type { TraceSpotted } from '../ports/queryPort';
import type { Store } from '../storePort';
import type { Budget } from './budget';
import { type ColumnHit, columnFinder } from './findInColumns';
import { hitsFound } from './hitsFound';
import { type LooseTrace, rowsOf, spansAtOnce } from './rows/looseTraces';
import { traceFinder } from './rows/traceFound';
import { readTraces } from './rows/traceRows';
import type { KnownSegment } from './segments/segmentTable';
import type { SpanIndex } from './segments/spanIndex';
import { isWithin, newestFirst, type Placed, type StartRange } from './traceOrder';

/** What is asked of all traces. */
export interface Search {
  readonly query: Query;
  readonly limit: number;
  readonly spanLimit: number;
  readonly range: StartRange;
}

/** Finds traces, the newest first: whichever of rows and columns holds the next newest is looked at next. */
export async function findTraces(
  { query, limit, spanLimit, range }: Search,
  { store, index, budget }: { readonly store: Store; readonly index: SpanIndex; readonly budget: Budget },
): Promise<TraceSpotted[]> {
  const decide = traceFinder(query, spanLimit);
  const finder = columnFinder({ query, range, limit }, index.segments);
  const sources = new Sources(index, range);
  /** In the order of the answer: what is found already, and what columns have decided. */
  const answer: (TraceSpotted | ColumnHit)[] = [];
  const readRows = async (wanted: readonly LooseTrace[]) => {
    const ids = wanted.map(({ traceId }) => traceId);
    const found = (await readTraces(store, ids)).map(decide).filter((one) => one !== null);
    const spotted = found.map((one) => ({ found: one, shown: null }));
    answer.push(...spotted.slice(0, limit - answer.length));
  };
  while (answer.length < limit && !budget.isSpent()) {
    const next = sources.next();
    if (next === null) break;
    if (next.kind === 'decided') answer.push(next.hit);
    else if (next.kind === 'segment') {
      budget.takeColumns(next.known.head.rows);
      sources.addHits(await finder.find(next.known));
    } else if (budget.takeRows(rowsOf(next.traces))) await readRows(next.traces);
  }
  const hits = answer.filter(isHit);
  const found = await hitsFound(hits, spanLimit, index.segments);
  let at = 0;
  return answer.map((one) => (isHit(one) ? (found[at++] as TraceSpotted) : one));
}

/** What is to be looked at next. */
type Next =
  | { readonly kind: 'segment'; readonly known: KnownSegment }
  | { readonly kind: 'decided'; readonly hit: ColumnHit }
  /** Traces whose rows are to be read, in the order of the answer. */
  | { readonly kind: 'rows'; readonly traces: readonly LooseTrace[] };

/** All that may hold an answer: segments that were not looked at, and traces that are known, the newest first. */
class Sources {
  readonly #segments: KnownSegment[];
  #known: (LooseTrace | ColumnHit)[];

  constructor({ loose, segments }: SpanIndex, range: StartRange) {
    this.#segments = segments.all
      .filter(({ head }) => head.first_us < range.endUs && head.last_us >= range.startUs)
      .sort((one, other) => one.head.last_us - other.head.last_us);
    // The newest stand last, where they are taken from.
    this.#known = [...loose.values()].filter(({ startUs }) => isWithin(startUs, range)).sort(newestLast);
  }

  next(): Next | null {
    const newest = this.#segments.at(-1);
    const first = this.#known.at(-1);
    if (newest !== undefined && (first === undefined || newest.head.last_us >= first.startUs)) {
      this.#segments.pop();
      return { kind: 'segment', known: newest };
    }
    if (first === undefined) return null;
    if (isDecided(first)) {
      this.#known.pop();
      return { kind: 'decided', hit: first };
    }
    return { kind: 'rows', traces: this.#rowsBefore(newest?.head.last_us ?? Number.NEGATIVE_INFINITY) };
  }

  addHits(hits: readonly ColumnHit[]): void {
    this.#known = [...this.#known, ...hits].sort(newestLast);
  }

  /** As many of the next traces as are read at once, up to one that is decided or a segment that may hold newer ones. */
  #rowsBefore(segmentUs: number): readonly LooseTrace[] {
    const traces: LooseTrace[] = [];
    for (let one = this.#known.at(-1); one !== undefined; one = this.#known.at(-1)) {
      if (isDecided(one) || one.startUs <= segmentUs) break;
      traces.push(isHit(one) ? looseOf(one) : one);
      this.#known.pop();
      if (rowsOf(traces) >= spansAtOnce) break;
    }
    return traces;
  }
}

function isHit(one: LooseTrace | ColumnHit | TraceSpotted): one is ColumnHit {
  return 'segment' in one;
}

function isDecided(one: LooseTrace | ColumnHit): one is ColumnHit {
  return isHit(one) && one.rows !== null;
}

function looseOf({ traceId, startUs, segment, trace }: ColumnHit): LooseTrace {
  return { traceId, startUs, rows: (segment.firstRows[trace + 1] ?? 0) - (segment.firstRows[trace] ?? 0) };
}

function newestLast(one: Placed, other: Placed): number {
  return newestFirst(other, one);
}
