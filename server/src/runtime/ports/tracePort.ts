/** One span as a file of traces holds it; texts stand as they were found, times are microseconds since the epoch. */
export interface FileSpan {
  readonly trace_id: string;
  readonly span_id: string;
  readonly parent_span_id: string | null;
  readonly run_id: string | null;
  readonly service_name: string | null;
  readonly kind: string | null;
  readonly name: string | null;
  readonly status: string | null;
  readonly error: string | null;
  /** `null` where the file has no such column. */
  readonly timeout: number | null;
  readonly policy_snapshot: string | null;
  readonly attributes: string | null;
  readonly otlp: string | null;
  readonly start_us: number | null;
  readonly end_us: number | null;
}

/** One event as a file of traces holds it. */
export interface FileEvent {
  readonly trace_id: string | null;
  readonly span_id: string | null;
  readonly event_type: string | null;
  readonly level: string | null;
  readonly message: string | null;
  readonly attributes: string | null;
  readonly at_us: number | null;
}

/** What a file tells of one trace at a glance. */
export interface FileSummary {
  readonly trace_id: string;
  readonly root_service: string | null;
  readonly root_name: string | null;
  readonly root_status: string | null;
  /** Whether any of its spans failed: 1 or 0. */
  readonly has_error: number;
  readonly start_us: number | null;
  readonly end_us: number | null;
  readonly span_count: number;
}

/** Which spans; each condition that is named must hold. */
export interface SpanFilter {
  readonly trace_id?: string | undefined;
  readonly span_id?: string | undefined;
  readonly name?: string | undefined;
  readonly kind?: string | undefined;
  readonly status?: string | undefined;
  readonly limit?: number | undefined;
}

/** Which events; each condition that is named must hold. */
export interface EventFilter {
  readonly trace_id?: string | undefined;
  readonly span_id?: string | undefined;
  readonly event_type?: string | undefined;
  readonly level?: string | undefined;
  readonly limit?: number | undefined;
}

/** Reads traces out of one file, ours or that of another program, and changes nothing in it. */
export interface TraceReader {
  /** Newest traces first. */
  traceIds(limit?: number): readonly string[];
  summaries(limit?: number): readonly FileSummary[];
  /** By their starts. */
  spans(filter: SpanFilter): readonly FileSpan[];
  events(filter: EventFilter): readonly FileEvent[];
  close(): void;
}
