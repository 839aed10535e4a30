import type { CancelSignal, Checked, Result } from '#protocol/methods';
import type { TraceFound } from '#protocol/methods/traces/queries';

/**
 * A trace that a query finds. Where columns have found it, its one spanset has no spans yet: `shown` are the ids of those
 * that belong there, whose rows are read by who asked, for they need not cross a second thread.
 */
export interface TraceSpotted {
  readonly found: TraceFound;
  readonly shown: readonly string[] | null;
}

/** An answer whose spans are partly still to be read. */
export interface TracesSpotted extends Omit<Result<'trace/query'>, 'items'> {
  readonly items: readonly TraceSpotted[];
}

/** Who looks for traces and counts spans, beside everything else that the server does. */
export interface QueryLine {
  find(question: Checked<'trace/query'>, signal: CancelSignal): Promise<TracesSpotted>;
  series(question: Checked<'trace/series'>, signal: CancelSignal): Promise<Result<'trace/series'>>;
  close(): Promise<void>;
}

/** Questions in TraceQL over all stored spans, answered beside everything else that the server does. */
export interface Queries {
  /** Traces, the newest first; the query has been checked. */
  find(question: Checked<'trace/query'>, signal: CancelSignal): Promise<Result<'trace/query'>>;
  /** Numbers over time; the query has been checked. */
  series(question: Checked<'trace/series'>, signal: CancelSignal): Promise<Result<'trace/series'>>;
  close(): Promise<void>;
}

/** How long one question may work, and how many spans it may read row by row; then its answer is as far as it came. */
export interface QueryLimits {
  readonly timeMs: number;
  readonly spans: number;
}

/** What a question gets where nobody says otherwise. */
export const usualLimits: QueryLimits = { timeMs: 10_000, spans: 500_000 };

/** Whether whoever asked has given up; looked at often. */
export interface Halt {
  readonly isAsked: boolean;
}

/** What answers questions: in a thread of its own, or in this one. */
export interface QueryAnswers {
  find(question: Checked<'trace/query'>, halt: Halt): Promise<TracesSpotted>;
  series(question: Checked<'trace/series'>, halt: Halt): Promise<Result<'trace/series'>>;
}
