import type { EventRow, SpanRow } from '#protocol/rows';
import type {
  SegmentColumn,
  SegmentEntry,
  SegmentList,
  SegmentSeal,
  SpanMark,
  SpanNews,
  SpanRowsPage,
  SpanRowsQuery,
} from '../../../runtime/ports/spanPort';
import type { MemoryTable } from './memoryTable';

/** The twin of what followers of the spans read, and of the columns that they derive. */
export class MemorySegments {
  readonly #spans: MemoryTable;
  readonly #changed: string[] = [];
  #columns = new Map<number, Map<string, Uint8Array>>();
  #list: readonly SegmentEntry[] = [];
  #mark: string | null = null;
  #generation = 1;

  constructor(spans: MemoryTable) {
    this.#spans = spans;
  }

  /** To be told of every change of a span that had ended. */
  changed(traceId: string): void {
    this.#changed.push(traceId);
  }

  /** To be told when spans are removed. */
  removed(): void {
    this.#generation += 1;
    this.#columns = new Map();
    this.#list = [];
    this.#mark = null;
  }

  news(after: SpanMark, limit: number, events: readonly EventRow[]): SpanNews {
    const places = this.#spans.find({}).filter((place) => place > after.row);
    const page = places.slice(0, limit);
    const traces = new Map<string, { trace_id: string; rows: number; start_us: number }>();
    for (const { trace_id, start_us } of page.map((place) => this.#row(place))) {
      const before = traces.get(trace_id) ?? { trace_id, rows: 0, start_us };
      traces.set(trace_id, {
        trace_id,
        rows: before.rows + 1,
        start_us: Math.min(before.start_us, start_us),
      });
    }
    const isLast = page.length < limit;
    const span_id = events.filter(({ seq }) => seq > after.event).map((event) => event.span_id);
    const late = this.#spans.find({ span_id }).map((place) => this.#row(place).trace_id);
    return {
      generation: String(this.#generation),
      mark: {
        row: page.at(-1) ?? after.row,
        event: isLast ? (events.at(-1)?.seq ?? 0) : after.event,
        change: isLast ? this.#changed.length : after.change,
      },
      is_last: isLast,
      traces: [...traces.values()],
      touched: isLast ? [...new Set([...late, ...this.#changed.slice(after.change)])] : [],
    };
  }

  rows({ trace_ids, after_row, limit }: SpanRowsQuery): SpanRowsPage {
    const places = this.#spans.find({ trace_id: trace_ids }).filter((place) => place > after_row);
    const page = places.slice(0, limit);
    return {
      items: page.map((place) => ({ ...this.#row(place) })),
      last_row: page.at(-1) ?? after_row,
      is_last: page.length < limit,
    };
  }

  segments(): SegmentList {
    return { generation: String(this.#generation), mark: this.#mark, segments: this.#list };
  }

  columns(id: number, names: readonly string[]): readonly (Uint8Array | null)[] {
    return names.map((name) => this.#columns.get(id)?.get(name) ?? null);
  }

  keep(id: number, columns: readonly SegmentColumn[]): void {
    const kept = this.#columns.get(id) ?? new Map<string, Uint8Array>();
    for (const { name, data } of columns) kept.set(name, data.slice());
    this.#columns.set(id, kept);
  }

  seal({ generation, after, add, drop, mark }: SegmentSeal): boolean {
    if (generation !== String(this.#generation) || after !== this.#mark) return false;
    this.#list = [...this.#list.filter(({ id }) => !drop.includes(id)), ...add];
    for (const id of this.#columns.keys())
      if (!this.#list.some((one) => one.id === id)) this.#columns.delete(id);
    this.#mark = mark;
    return true;
  }

  #row(place: number): SpanRow {
    return this.#spans.row(place) as unknown as SpanRow;
  }
}
