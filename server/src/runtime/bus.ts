import type { Notification, Notifications } from '#protocol/methods';

/** Carries what happened to every door that listens; a listener's fault never reaches the teller. */
export class Bus {
  readonly #listeners = new Set<(name: Notification, payload: Notifications[Notification]) => void>();

  /** Hears everything until the returned function is called. */
  listen(listener: (name: Notification, payload: Notifications[Notification]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whether anybody listens: what would be told need not be put together for nobody. */
  get isHeard(): boolean {
    return this.#listeners.size > 0;
  }

  tell<N extends Notification>(name: N, payload: Notifications[N]): void {
    for (const listener of this.#listeners) {
      try {
        listener(name, payload);
      } catch {
        this.#listeners.delete(listener);
      }
    }
  }
}
