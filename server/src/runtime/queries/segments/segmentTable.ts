import { type ColumnData, decodeColumn } from '../../../core/traceql/columns/kept/columnCode';
import { openSegment } from '../../../core/traceql/columns/kept/openSegment';
import {
  frameColumns,
  type SegmentHead,
  type SpanSegment,
  segmentVersion,
} from '../../../core/traceql/columns/segment';
import type { SegmentEntry } from '../../ports/spanPort';
import type { Store } from '../../storePort';
import { newestFirst, type Placed } from '../traceOrder';

/** A segment of the store with what is in memory of it. */
export interface KnownSegment {
  readonly id: number;
  readonly head: SegmentHead;
  /** Those of its columns. */
  readonly names: ReadonlySet<string>;
  /** 0 for each trace that is told of elsewhere by now. */
  readonly isAlive: Uint8Array;
}

/** A trace of a segment by its number there. */
export interface PlacedTrace extends Placed {
  readonly trace: number;
}

/** Columns that are kept in memory; those of the segment that was not asked for the longest go first. */
const memoryBytes = 200 << 20;

/** Thrown when the bytes of a segment are not those that were written: all of them are then made again. */
export class SegmentDamaged extends Error {}

interface Loaded {
  readonly columns: Map<string, ColumnData>;
  segment: SpanSegment | null;
  places: Map<string, number> | null;
  newestFirst: readonly PlacedTrace[] | null;
  bytes: number;
}

/** The segments of a store, their columns read as they are needed. */
export class SegmentTable {
  readonly #store: Store;
  readonly #loaded = new Map<number, Loaded>();
  #all: KnownSegment[] = [];
  #bytes = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  get all(): readonly KnownSegment[] {
    return this.#all;
  }

  /** Takes up a segment of the store; false when it was written in another form. */
  add({ id, head }: SegmentEntry, dead: readonly number[] = []): boolean {
    const read = JSON.parse(head) as SegmentHead;
    if (read.version !== segmentVersion) return false;
    const isAlive = new Uint8Array(read.traces).fill(1);
    for (const trace of dead) isAlive[trace] = 0;
    this.#all.push({ id, head: read, names: new Set(read.names), isAlive });
    return true;
  }

  remove(ids: readonly number[]): void {
    this.#all = this.#all.filter(({ id }) => !ids.includes(id));
    for (const id of ids) this.#unload(id);
  }

  clear(): void {
    this.remove(this.#all.map(({ id }) => id));
  }

  /** A segment with some of its columns. */
  async open(known: KnownSegment, names: readonly string[]): Promise<SpanSegment> {
    const loaded = this.#loaded.get(known.id) ?? {
      columns: new Map(),
      segment: null,
      places: null,
      newestFirst: null,
      bytes: 0,
    };
    // Asked for last, so it goes last.
    this.#loaded.delete(known.id);
    this.#loaded.set(known.id, loaded);
    const isMissing = (name: string) => !loaded.columns.has(name) && known.names.has(name);
    const missing = [...frame.filter(isMissing), ...names.filter(isMissing)];
    if (missing.length > 0) await this.#read(known, loaded, [...new Set(missing)]);
    loaded.segment ??= openSegment(known.head, (name) => loaded.columns.get(name) ?? null);
    if (loaded.segment === null) throw new SegmentDamaged();
    this.#forgetOldest();
    return loaded.segment;
  }

  /** Where a trace stands among those of a segment; undefined when it is not there. */
  async placeOf(known: KnownSegment, traceId: string): Promise<number | undefined> {
    const segment = await this.open(known, []);
    const loaded = this.#loaded.get(known.id);
    let places = loaded?.places ?? null;
    if (places === null) {
      places = new Map(textsOf(segment, 'trace:id').map((id, place) => [id, place]));
      if (loaded !== undefined) loaded.places = places;
    }
    return places.get(traceId);
  }

  /** The traces of a segment that is open, those that started last first. */
  newestFirst(known: KnownSegment): readonly PlacedTrace[] {
    const loaded = this.#loaded.get(known.id);
    const segment = loaded?.segment;
    if (loaded === undefined || segment === null || segment === undefined) return [];
    loaded.newestFirst ??= textsOf(segment, 'trace:id')
      .map((traceId, trace) => ({ traceId, trace, startUs: this.startOf(known, trace) }))
      .sort(newestFirst);
    return loaded.newestFirst;
  }

  /** When a trace of a segment that is open starts. */
  startOf(known: KnownSegment, trace: number): number {
    const data = this.#loaded.get(known.id)?.columns.get('trace:start');
    return data?.kind === 'numbers' ? (data.numbers[trace] ?? known.head.first_us) : known.head.first_us;
  }

  async #read(known: KnownSegment, loaded: Loaded, names: readonly string[]): Promise<void> {
    const found = await this.#store.segmentColumns(known.id, names);
    names.forEach((name, index) => {
      const bytes = found[index];
      const data = bytes === null || bytes === undefined ? null : decodeColumn(bytes);
      if (data === null) {
        if (known.names.has(name)) throw new SegmentDamaged();
        return;
      }
      loaded.columns.set(name, data);
      const size = (bytes as Uint8Array).length + derivedBytes(data);
      loaded.bytes += size;
      this.#bytes += size;
    });
  }

  #forgetOldest(): void {
    for (const id of this.#loaded.keys()) {
      if (this.#bytes <= memoryBytes || this.#loaded.size === 1) return;
      this.#unload(id);
    }
  }

  #unload(id: number): void {
    this.#bytes -= this.#loaded.get(id)?.bytes ?? 0;
    this.#loaded.delete(id);
  }
}

/** Values of a dictionary are read into objects, its codes made wider, its rows sorted by them. */
function derivedBytes(data: ColumnData): number {
  return data.kind === 'dictionary' ? data.values.length * 2 + data.codes.length * 6 : 0;
}

/** What every question and every look for a trace needs. */
const frame = [...frameColumns, 'start', 'parent'];

/** Texts of a column that has one for each trace. */
export function textsOf(segment: SpanSegment, name: string): readonly string[] {
  const column = segment.dictionary(name);
  return Array.from({ length: segment.traceCount }, (_, trace) => textAt(segment, name, trace, column) ?? '');
}

/** The text of a row or trace; null where there is none. */
export function textAt(
  segment: SpanSegment,
  name: string,
  place: number,
  column = segment.dictionary(name),
): string | null {
  const value = column?.values[column.codes[place] ?? 0];
  return value?.type === 'string' ? value.value : null;
}
