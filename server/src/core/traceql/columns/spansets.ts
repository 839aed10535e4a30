import type { Expressions } from '../evaluate/expressions';
import type { SpanSegment } from './segment';

/** Rows of a segment: 1 for each that is in. */
export interface Rows {
  readonly mask: Uint8Array;
  /** True only when no row is out. */
  readonly isAll: boolean;
}

/**
 * Spansets of all traces of a segment: which rows are in one, and in which; null when each trace has one. Whoever is handed
 * them may change the mask.
 */
export interface ColumnSets extends Rows {
  readonly groups: Groups | null;
}

/** Spansets after `by()`; rows outside of the mask have any group. */
export interface Groups {
  readonly of: Uint32Array;
  readonly count: number;
}

/** One segment under one query. */
export interface ColumnEvaluation {
  readonly segment: SpanSegment;
  readonly expressions: Expressions;
}
