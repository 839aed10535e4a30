import { safeHeaders } from '../answers';

/** One server-sent event; `data` is one line of JSON. */
export function sentEvent(event: string, data: unknown, id?: number): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** What a line that must stay open says from time to time. */
export const heartbeat = ': still here\n\n';

/** How a stream ends before its texts do. */
export interface StreamEnds {
  readonly stallMs: number;
  /** Called when nobody reads any more. */
  readonly leave: () => void;
  /** Ends the connection of a reader that takes nothing. */
  readonly cut: () => void;
}

/**
 * Answers with texts as they come. A reader that takes nothing for `stallMs` is cut off: nothing is ever kept for it
 * beyond the few texts that were on their way.
 */
export function streamAnswer(
  texts: AsyncGenerator<string, void>,
  { stallMs, leave, cut }: StreamEnds,
): Response {
  const encoder = new TextEncoder();
  let stalled: NodeJS.Timeout | undefined;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      clearTimeout(stalled);
      try {
        const { value, done } = await texts.next();
        if (done === true) {
          controller.close();
          return;
        }
        controller.enqueue(encoder.encode(value));
      } catch (error) {
        controller.error(error);
        return;
      }
      if ((controller.desiredSize ?? 1) <= 0) {
        stalled = setTimeout(() => {
          leave();
          cut();
          void texts.return();
        }, stallMs);
      }
    },
    async cancel() {
      clearTimeout(stalled);
      leave();
      await texts.return();
    },
  });
  return new Response(body, {
    headers: {
      ...safeHeaders,
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
      // What held a stream holds nothing else: a door that closes need not wait for it.
      connection: 'close',
    },
  });
}
