import type { SpanView } from '#protocol/methods/records';
import { OtlpExporter } from '../../../adapters/telemetry/otlpExporter';
import { writeSpans } from '../../../core/otlp/writeSpans';
import { spanRow, tracedEventRow } from './traceRows';
import type { TracedEvent, Tracer } from './tracer';

/** Spans that are held before they leave: an event of a span may be told a moment after its end. */
const heldSpans = 64;
/** How long the end of a run waits for a collector. */
const patienceMs = 5_000;

/** Brings the spans of a run to a collector as they end; a collector that is slow or gone holds nothing up. */
export class OtelTracer implements Tracer {
  readonly name = 'otel';
  readonly #exporter: OtlpExporter;
  readonly #version: string;
  readonly #events = new Map<string, TracedEvent[]>();
  #ended: SpanView[] = [];
  #counted = 0;

  constructor(options: {
    readonly endpoint: string;
    readonly headers: Record<string, string>;
    readonly version: string;
  }) {
    this.#exporter = new OtlpExporter(options);
    this.#version = options.version;
  }

  onSpanStart(_span: SpanView): void {
    // A span that is still open cannot be said in OTLP.
  }

  onSpanEnd(span: SpanView): void {
    this.#ended.push(span);
    if (this.#ended.length > heldSpans) {
      this.#leave(this.#ended.splice(0, heldSpans));
    }
  }

  onEvent(event: TracedEvent): void {
    if (event.span_id !== null) {
      this.#events.set(event.span_id, [...(this.#events.get(event.span_id) ?? []), event]);
    }
  }

  async finish(): Promise<number> {
    this.#leave(this.#ended.splice(0));
    await this.#exporter.finish(patienceMs);
    const lost = this.#exporter.lost - this.#counted;
    this.#counted = this.#exporter.lost;
    return lost;
  }

  #leave(spans: readonly SpanView[]): void {
    if (spans.length === 0) {
      return;
    }
    const events = new Map(
      spans.map(({ span_id }) => [span_id, (this.#events.get(span_id) ?? []).map(tracedEventRow)]),
    );
    for (const { span_id } of spans) this.#events.delete(span_id);
    this.#exporter.export(writeSpans(spans.map(spanRow), { version: this.#version, events }));
  }
}
