import type { SpanView } from '#protocol/methods/records';

/** One event of a run as tracers are told of it. */
export interface TracedEvent {
  readonly trace_id: string;
  readonly span_id: string | null;
  readonly timestamp: string;
  readonly event_type: string;
  readonly level: string;
  readonly message: string;
  readonly attributes: unknown;
}

/**
 * Follows a run as it is told to: each span when it starts and when it ends, each event once. It may throw: the run
 * goes on, and the fault is counted.
 */
export interface Tracer {
  readonly name: 'console' | 'sqlite' | 'otel';
  onSpanStart(span: SpanView): void;
  onSpanEnd(span: SpanView): void;
  onEvent(event: TracedEvent): void;
  /** Brings what is left to where it goes; answers how much was lost since this was asked last. */
  finish?(): Promise<number>;
}
