import type { Value } from '../evaluate/value';

/** Small numbers, one for each row. Of two types only: a loop that meets one type is several times as fast as one for all. */
export type Codes = Uint16Array | Uint32Array;

/** A column of values that repeat: for each row the place of its value, 0 where there is none. */
export interface Dictionary {
  readonly codes: Codes;
  /** The values from place 1 on; the first is nil. */
  readonly values: readonly Value[];
  /** The same the other way round; null where that is not kept. */
  readonly rowsByCode: RowsByCode | null;
}

/** Rows sorted by their codes: those of a code stand from its first place to that of the next. */
export interface RowsByCode {
  readonly firsts: Uint32Array;
  readonly rows: Uint32Array;
}

/** Numbers of one type, one for each row or trace. */
export interface Numbers {
  readonly type: 'int' | 'duration';
  readonly numbers: Float64Array;
}

/** Many whole traces laid out in columns; the rows of a trace are together, in the order in which its spans began. */
export interface SpanSegment {
  readonly rowCount: number;
  readonly traceCount: number;
  /** The first row of each trace, and behind the last trace the number of rows. */
  readonly firstRows: Uint32Array;
  /** The trace of each row. */
  readonly traceOf: Uint32Array;
  readonly startUs: Float64Array;
  /** The first and the last of these. */
  readonly firstUs: number;
  readonly lastUs: number;
  /** The row of each span's parent; -1 where it has none in its trace. No way up leads in a circle. */
  readonly parents: Int32Array;
  /** Rows such that parents come before their children; null where that is so of the rows themselves. */
  readonly downwards: Uint32Array | null;
  /** A column by its name, or of several what the first has that has a value; null where no row has one. */
  dictionary(...names: readonly string[]): Dictionary | null;
  numbers(name: string): Numbers | null;
}

/** Names of columns that hold one value for each trace. */
export const traceColumns = ['trace:rootName', 'trace:rootService', 'trace:id', 'trace:run'] as const;

/** Names of the columns of a segment that every question needs. */
export const frameColumns = ['rows', 'trace:start', 'trace:duration', ...traceColumns] as const;

/** What is known of a segment before any of its columns is read. */
export interface SegmentHead {
  readonly version: number;
  readonly rows: number;
  readonly traces: number;
  /** The starts of the first and of the last of its traces. */
  readonly first_us: number;
  readonly last_us: number;
  /** The starts of the first and of the last of its spans. */
  readonly first_span_us: number;
  readonly last_span_us: number;
  readonly names: readonly string[];
}

/** The form in which segments are written; others are dropped and made again. */
export const segmentVersion = 2;
