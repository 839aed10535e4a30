import type { CancelSignal, Checked, Result } from '#protocol/methods';

/** Questions in TraceQL over all stored spans, answered beside everything else that the server does. */
export interface Queries {
  /** Traces, the newest first; the query has been checked. */
  find(question: Checked<'trace/query'>, signal: CancelSignal): Promise<Result<'trace/query'>>;
  /** Numbers over time; the query has been checked. */
  series(question: Checked<'trace/series'>, signal: CancelSignal): Promise<Result<'trace/series'>>;
  close(): Promise<void>;
}

/** Whether whoever asked has given up; looked at often. */
export interface Halt {
  readonly isAsked: boolean;
}

/** What answers questions: in a thread of its own, or in this one. */
export interface QueryAnswers {
  find(question: Checked<'trace/query'>, halt: Halt): Promise<Result<'trace/query'>>;
  series(question: Checked<'trace/series'>, halt: Halt): Promise<Result<'trace/series'>>;
}
