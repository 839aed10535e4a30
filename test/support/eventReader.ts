import type { EventView } from '#protocol/methods/records';

/** One event as it was sent. */
export interface SentEvent {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: EventView & { readonly status?: string };
}

/** An independent reader of server-sent events that keeps all it was sent. */
export class EventReader {
  readonly sent: SentEvent[] = [];
  beats = 0;
  readonly status: number;
  readonly ended: Promise<void>;
  readonly #leave = new AbortController();

  private constructor(answer: Response, leave: AbortController) {
    this.status = answer.status;
    this.#leave = leave;
    this.ended = this.#read(answer).catch(() => undefined);
  }

  static async open(url: string, headers: Readonly<Record<string, string>>): Promise<EventReader> {
    const leave = new AbortController();
    const answer = await fetch(url, { headers, signal: leave.signal });
    return new EventReader(answer, leave);
  }

  leave(): void {
    this.#leave.abort();
  }

  ids(): string[] {
    return this.sent.flatMap(({ id }) => (id === undefined ? [] : [id]));
  }

  async #read(answer: Response): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        this.#take(part);
      }
    }
  }

  #take(part: string): void {
    if (part.startsWith(':')) {
      this.beats += 1;
      return;
    }
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1];
    this.sent.push({ id: field('id'), event: field('event'), data: JSON.parse(field('data') ?? 'null') });
  }
}
