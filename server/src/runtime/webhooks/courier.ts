import type { EventType } from '#protocol/events';
import { webhookEvents } from '../../core/webhooks/webhookMessage';
import type { Context } from '../context';
import type { Webhooks } from '../ports/webhookPort';
import { Lane } from './lane';

/** Tries that are due later than this keep no server alive: the next one goes on with them. */
const soonMs = 60_000;

/**
 * Tells by webhook what the record tells. The record itself is what is still to be sent: each target has a place in it,
 * kept in the store, and everything after that place is on its way. So no run waits for a receiver, and a server that dies
 * loses nothing.
 */
export class Courier {
  readonly #context: Context;
  readonly #webhooks: Webhooks;
  readonly #lanes = new Map<string, Lane>();
  readonly #leaving = new AbortController();
  #stopListening: () => void = () => {};

  constructor(context: Context, webhooks: Webhooks) {
    this.#context = context;
    this.#webhooks = webhooks;
  }

  /** Sends what is left from an earlier server, and from now on whatever happens. */
  start(): void {
    this.#stopListening = this.#context.bus.listen((name, payload) => {
      if (name === 'event/appended' && (payload as Appended).events.some(isTold)) {
        this.#wake();
      }
    });
    this.#wake();
  }

  /** Whether something is being sent or will be soon. */
  isBusy(): boolean {
    const beforeMs = this.#context.ports.clock.now() + soonMs;
    return [...this.#lanes.values()].some((lane) => lane.isBusyBefore(beforeMs));
  }

  /** What is under way is broken off and sent again by the next server, under the same id. */
  async stop(): Promise<void> {
    this.#stopListening();
    this.#leaving.abort();
    await Promise.all([...this.#lanes.values()].map((lane) => lane.ended()));
  }

  #wake(): void {
    for (const { id } of this.#webhooks.targets()) {
      const lane = this.#lanes.get(id) ?? new Lane(this.#context, this.#webhooks, id, this.#leaving.signal);
      this.#lanes.set(id, lane);
      lane.wake();
    }
  }
}

interface Appended {
  readonly events: readonly unknown[];
}

function isTold(event: unknown): boolean {
  return webhookEvents[(event as { readonly type: EventType }).type] !== undefined;
}
