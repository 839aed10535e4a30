import type { SpanMark } from '../../ports/spanPort';
import type { Store } from '../../storePort';
import { addLoose, firstMark, type LooseTrace, newsAfter } from '../rows/looseTraces';
import { type KnownSegment, SegmentTable } from './segmentTable';

/** What is said with each seal, so that another process can go on from there. */
interface KeptMark {
  readonly generation: string;
  readonly mark: SpanMark;
  readonly loose: readonly LooseTrace[];
  /** Traces of segments that are told of elsewhere, by the segment. */
  readonly dead: Readonly<Record<string, readonly number[]>>;
}

/** Which traces there are: those in segments, and the loose ones, whose rows must be read. */
export class SpanIndex {
  readonly segments: SegmentTable;
  /** Traces of which nothing may be laid out in columns until something happens to them. */
  readonly unfit = new Set<string>();
  readonly loose = new Map<string, LooseTrace>();
  /** What was said with the last seal of the store. */
  kept: string | null = null;
  readonly #store: Store;
  #generation: string | null = null;
  #mark: SpanMark = firstMark;
  /** What was counted when the news were last read; null while nothing is known. */
  #writeCount: number | null = null;
  #stale: readonly number[] = [];

  constructor(store: Store) {
    this.#store = store;
    this.segments = new SegmentTable(store);
  }

  get generation(): string | null {
    return this.#generation;
  }

  /** Segments of the store that are of no use any more. */
  get stale(): readonly number[] {
    return this.#stale;
  }

  /** Learns what happened since the last question; false when nothing was written since. */
  async follow(): Promise<boolean> {
    // Counted first: what is written while the news are read is looked for the next time.
    const writeCount = this.#store.writeCount();
    if (writeCount === this.#writeCount) return false;
    await this.#readNews();
    this.#writeCount = writeCount;
    return true;
  }

  async #readNews(): Promise<void> {
    if (this.#generation === null) await this.#takeUp();
    for await (const news of newsAfter(this.#store, this.#mark)) {
      if (this.#generation !== news.generation) {
        this.forget();
        return this.#readNews();
      }
      this.#mark = news.mark;
      const traceIds = new Set([...news.traces.map(({ trace_id }) => trace_id), ...news.touched]);
      await this.#loosen(traceIds);
      addLoose(this.loose, news);
      for (const id of traceIds) this.unfit.delete(id);
    }
  }

  /** Starts again from nothing, as after rows were removed. */
  forget(): void {
    this.#generation = null;
    this.#writeCount = null;
    this.#mark = firstMark;
    this.loose.clear();
    this.unfit.clear();
    this.segments.clear();
  }

  /** Makes all living traces of a segment loose, as before it is dropped. */
  async dissolve(known: KnownSegment): Promise<void> {
    const segment = await this.segments.open(known, []);
    const ids = segment.dictionary('trace:id');
    for (let trace = 0; trace < segment.traceCount; trace += 1) {
      const id = ids?.values[ids.codes[trace] ?? 0];
      if (known.isAlive[trace] === 1 && id?.type === 'string')
        this.#loosenOne(known, segment.firstRows, trace, id.value);
    }
  }

  /** What to say with a seal, once `sealed` are in segments that it adds. */
  keptMark(sealed: ReadonlySet<string>): string {
    this.#stale = [];
    const kept: KeptMark = {
      generation: this.#generation ?? '',
      mark: this.#mark,
      loose: [...this.loose.values()].filter(({ traceId }) => !sealed.has(traceId)),
      dead: Object.fromEntries(
        this.segments.all.map(({ id, isAlive }) => [
          id,
          [...isAlive.keys()].filter((trace) => isAlive[trace] === 0),
        ]),
      ),
    };
    return JSON.stringify(kept);
  }

  async #takeUp(): Promise<void> {
    const { generation, mark, segments } = await this.#store.segments();
    this.#generation = generation;
    this.kept = mark;
    this.#stale = segments.map(({ id }) => id);
    const kept = mark === null || mark === '' ? null : (JSON.parse(mark) as KeptMark);
    if (kept?.generation !== generation) return;
    if (!segments.every((entry) => this.segments.add(entry, kept.dead[entry.id]))) {
      this.segments.clear();
      return;
    }
    this.#stale = [];
    this.#mark = kept.mark;
    for (const trace of kept.loose) this.loose.set(trace.traceId, trace);
  }

  /** Traces of which there is news are looked at by their rows, whatever a segment holds of them. */
  async #loosen(traceIds: ReadonlySet<string>): Promise<void> {
    for (const known of this.segments.all)
      for (const traceId of traceIds) {
        const trace = await this.segments.placeOf(known, traceId);
        if (trace === undefined || known.isAlive[trace] === 0) continue;
        const { firstRows } = await this.segments.open(known, []);
        this.#loosenOne(known, firstRows, trace, traceId);
      }
  }

  #loosenOne(known: KnownSegment, firstRows: Uint32Array, trace: number, traceId: string): void {
    known.isAlive[trace] = 0;
    this.loose.set(traceId, {
      traceId,
      startUs: this.segments.startOf(known, trace),
      rows: (firstRows[trace + 1] as number) - (firstRows[trace] as number),
    });
  }
}
