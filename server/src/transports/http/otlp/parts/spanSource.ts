/** A body of spans that has been looked through and not yet read: what lies where, group by group. */
export interface SpanSource {
  readonly groups: Iterable<SourceGroup>;
}

/** Spans of one resource. */
export interface SourceGroup {
  readonly spanCount: number;
  /** The group without its scopes; throws where it cannot be read. */
  read(): unknown;
  readonly scopes: Iterable<SourceScope>;
}

/** Spans of one instrumentation scope. */
export interface SourceScope {
  readonly spanCount: number;
  /** The scope without its spans; throws where it cannot be read. */
  read(): unknown;
  /** How many bytes a span takes as it came. */
  sizeOf(index: number): number;
  /** The spans from one up to another; throws where one of them cannot be read. */
  readSpans(from: number, to: number): readonly unknown[];
}
