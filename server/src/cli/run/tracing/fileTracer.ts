import type { SpanView } from '#protocol/methods/records';
import { openStore } from '../../../adapters/store/openStore';
import type { Write } from '../../../runtime/storePort';
import { spanRow, tracedEventRow } from './traceRows';
import type { TracedEvent, Tracer } from './tracer';

/** Writes the spans and events of a run into a file of their own, which `trace list --db` reads. */
export class FileTracer implements Tracer {
  readonly name = 'sqlite';
  readonly #file: string;
  readonly #workerFile: string;
  #spans: SpanView[] = [];
  #events: TracedEvent[] = [];

  constructor(file: string, workerFile: string) {
    this.#file = file;
    this.#workerFile = workerFile;
  }

  onSpanStart(_span: SpanView): void {
    // A span is written once, with its end.
  }

  onSpanEnd(span: SpanView): void {
    this.#spans.push(span);
  }

  onEvent(event: TracedEvent): void {
    this.#events.push(event);
  }

  async finish(): Promise<number> {
    const spans = this.#spans.splice(0);
    const events = this.#events.splice(0);
    if (spans.length + events.length === 0) {
      return 0;
    }
    try {
      await this.#write(spans, events);
      return 0;
    } catch {
      return spans.length + events.length;
    }
  }

  /** A run that goes on has left spans in the file before; they are not written twice. */
  async #write(spans: readonly SpanView[], events: readonly TracedEvent[]): Promise<void> {
    const store = await openStore({ file: this.#file, workerFile: this.#workerFile });
    try {
      const span_id = spans.map((span) => span.span_id);
      const { items } = await store.list('spans', { where: { span_id }, limit: null });
      const known = new Set(items.map((row) => row.span_id));
      const writes: Write[] = spans
        .filter((span) => !known.has(span.span_id))
        .map((span) => ({ op: 'insert', table: 'spans', row: spanRow(span) }));
      for (const event of events) {
        const { seq: _seq, prev_hash: _prev, hash: _hash, ...row } = tracedEventRow(event);
        writes.push({ op: 'event', event: row });
      }
      await store.commit(writes);
    } finally {
      await store.close();
    }
  }
}
