import type { SpanRow } from '#protocol/rows';

/** How far somebody who follows the spans has come: the last row, event and change that they know of. */
export interface SpanMark {
  readonly row: number;
  readonly event: number;
  readonly change: number;
}

/** What happened to the spans after a mark. */
export interface SpanNews {
  /** Another text when rows were removed or moved: what was known of their places no longer holds. */
  readonly generation: string;
  readonly mark: SpanMark;
  /** Whether there is nothing after `mark`. */
  readonly is_last: boolean;
  /** Traces with new rows: how many, and when the first of these starts. */
  readonly traces: readonly { readonly trace_id: string; readonly rows: number; readonly start_us: number }[];
  /** Traces of which something was changed that had been over: a span opened again, a late event. */
  readonly touched: readonly string[];
}

/** Which rows: of some traces, those recorded after a row, in the order of recording. */
export interface SpanRowsQuery {
  readonly trace_ids: readonly string[];
  readonly after_row: number;
  readonly limit: number;
}

/** Whole rows of spans. */
export interface SpanRowsPage {
  readonly items: readonly SpanRow[];
  readonly last_row: number;
  readonly is_last: boolean;
}

/** A stretch of spans laid out in columns; what is in `head` is the business of whoever made it. */
export interface SegmentEntry {
  readonly id: number;
  readonly head: string;
}

/** The columns that were derived from the spans so far. */
export interface SegmentList {
  readonly generation: string;
  /** What was said with the last {@link SpanSource.sealSegments}; null before the first. */
  readonly mark: string | null;
  readonly segments: readonly SegmentEntry[];
}

/** One column of a segment. */
export interface SegmentColumn {
  readonly name: string;
  readonly data: Uint8Array;
}

/** A change of the list of segments; it happens as a whole, or not at all when somebody else has changed anything. */
export interface SegmentSeal {
  readonly generation: string;
  /** The mark before this one, as far as whoever asks knows. */
  readonly after: string | null;
  readonly add: readonly SegmentEntry[];
  readonly drop: readonly number[];
  readonly mark: string;
}

/** What whoever answers questions over all spans reads, and the columns that they derive from the spans. */
export interface SpanSource {
  /** Another number than before once anything was written that {@link spanNews} may tell of; asks nobody. */
  writeCount(): number;
  spanNews(after: SpanMark, limit: number): Promise<SpanNews>;
  spanRows(query: SpanRowsQuery): Promise<SpanRowsPage>;
  segments(): Promise<SegmentList>;
  /** Columns by name; null for one that is not there. */
  segmentColumns(id: number, names: readonly string[]): Promise<readonly (Uint8Array | null)[]>;
  /** Keeps columns of a segment that is not in the list yet. */
  keepColumns(id: number, columns: readonly SegmentColumn[]): Promise<void>;
  /** Answers whether it happened. Columns of segments that are not in the list afterwards are removed. */
  sealSegments(seal: SegmentSeal): Promise<boolean>;
}
