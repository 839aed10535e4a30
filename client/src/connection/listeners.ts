import type * as vscode from 'vscode';

/** Those who want to hear of something, free of the editor so that the line can be tested without one. */
export class Listeners<T> {
  readonly #listeners = new Set<(payload: T) => unknown>();

  /** Registers in the way of the editor's own events. */
  readonly event: vscode.Event<T> = (listener, self, disposables) => {
    const bound = (payload: T) => listener.call(self, payload);
    this.#listeners.add(bound);
    const registered = { dispose: () => void this.#listeners.delete(bound) };
    disposables?.push(registered);
    return registered;
  };

  fire(payload: T): void {
    for (const listener of [...this.#listeners]) {
      listener(payload);
    }
  }
}
