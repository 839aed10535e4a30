import type { EventView } from '#protocol/methods/records';
import { Bell } from './bell';
import { heartbeat, sentEvent } from './serverSentEvents';

/** Where the events of a stream come from; the stream asks for the next page only when its reader has taken the last. */
export interface EventSource {
  /** Events after a place in the record, oldest first; few enough to hold. */
  page(afterSeq: number): Promise<readonly EventView[]>;
  /** How it ended, once nothing will follow. */
  end(): Promise<string | null>;
  /** Calls `ring` whenever there may be more; returns how to stop that. */
  onMore(ring: () => void): () => void;
  /** Whether the reader still has the right to read. */
  isAllowed(): boolean;
}

/** Events as they are recorded, each under its place, until nothing will follow; none is left out and none comes twice. */
export async function* recordStream(
  source: EventSource,
  { afterSeq, heartbeatMs }: { readonly afterSeq: number; readonly heartbeatMs: number },
): AsyncGenerator<string, void> {
  const bell = new Bell();
  const off = source.onMore(() => bell.ring());
  let seq = afterSeq;
  try {
    yield heartbeat;
    while (source.isAllowed()) {
      // Asked before the page: what ended the run is on it.
      const end = await source.end();
      const events = await source.page(seq);
      for (const event of events) {
        seq = event.seq;
        yield sentEvent(event.type, event, seq);
      }
      if (events.length === 0 && end !== null) {
        yield sentEvent('end', { status: end });
        return;
      }
      if (events.length === 0 && !(await bell.wait(heartbeatMs))) {
        yield heartbeat;
      }
    }
  } finally {
    off();
  }
}
