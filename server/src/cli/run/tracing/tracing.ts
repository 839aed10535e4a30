import type { EventView, SpanView } from '#protocol/methods/records';
import type { Door } from '../../door/door';
import type { Tracer } from './tracer';

/** Events beside which spans may have started or ended. */
const turningPoint = /^(?:step|attempt|run)[.](?:started|ended|succeeded|failed|skipped)$/;

/** Tells tracers of a run's spans and events as they come; no fault of theirs reaches the run, each is counted. */
export class Tracing {
  readonly #door: Door;
  readonly #tracers: readonly Tracer[];
  readonly #started = new Set<string>();
  readonly #ended = new Set<string>();
  readonly #faults = new Map<Tracer['name'], number>();
  #untold: EventView[] = [];
  #runId: string | undefined;
  #work: Promise<void> = Promise.resolve();
  #isQueued = false;

  constructor(door: Door, tracers: readonly Tracer[]) {
    this.#door = door;
    this.#tracers = tracers;
  }

  /** How often which tracer failed; empty when all is well. */
  get faults(): ReadonlyMap<Tracer['name'], number> {
    return this.#faults;
  }

  event(event: EventView): void {
    this.#runId = event.run_id ?? this.#runId;
    this.#untold.push(event);
    if (turningPoint.test(event.type)) {
      this.#queue();
    }
  }

  /** Tells what is left and resolves when all is told. */
  async finish(): Promise<void> {
    this.#queue();
    await this.#work;
    for (const tracer of this.#tracers) {
      const lost = await (tracer.finish?.() ?? 0);
      if (lost > 0) {
        this.#count(tracer.name, lost);
      }
    }
  }

  /** Turning points that come while the spans are about to be read are told with them. */
  #queue(): void {
    if (!this.#isQueued) {
      this.#isQueued = true;
      this.#work = this.#work.then(() => this.#tell());
    }
  }

  async #tell(): Promise<void> {
    this.#isQueued = false;
    if (this.#runId === undefined) {
      return;
    }
    const events = this.#untold;
    this.#untold = [];
    try {
      const { trace_id, spans } = await this.#door.request('trace/show', { trace_id: this.#runId });
      this.#tellSpans(spans);
      this.#tellEvents(trace_id, events);
    } catch {
      // What was not learnt is lost to every tracer.
      for (const { name } of this.#tracers) {
        this.#count(name);
      }
    }
  }

  #tellSpans(spans: readonly SpanView[]): void {
    for (const span of spans.filter(({ span_id }) => !this.#started.has(span_id))) {
      this.#started.add(span.span_id);
      this.#each((tracer) => tracer.onSpanStart(span));
    }
    for (const span of spans.filter(({ span_id, end_us }) => end_us !== null && !this.#ended.has(span_id))) {
      this.#ended.add(span.span_id);
      this.#each((tracer) => tracer.onSpanEnd(span));
    }
  }

  #tellEvents(trace_id: string, events: readonly EventView[]): void {
    for (const { span_id, ts, type, level, summary, payload } of events) {
      const place = { trace_id, span_id, timestamp: ts };
      const traced = { ...place, event_type: type, level, message: summary, attributes: payload };
      this.#each((tracer) => tracer.onEvent(traced));
    }
  }

  #each(tell: (tracer: Tracer) => void): void {
    for (const tracer of this.#tracers) {
      try {
        tell(tracer);
      } catch {
        this.#count(tracer.name);
      }
    }
  }

  #count(name: Tracer['name'], faults = 1): void {
    this.#faults.set(name, (this.#faults.get(name) ?? 0) + faults);
  }
}
