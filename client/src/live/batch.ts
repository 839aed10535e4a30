/** Gathers what happened within a short while and acts on all of it at once, one act after the other. */
export class Batch<T> {
  readonly #act: (items: ReadonlySet<T>) => Promise<void>;
  readonly #failed: (error: unknown) => void;
  readonly #delayMs: number;
  #items = new Set<T>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(
    act: (items: ReadonlySet<T>) => Promise<void>,
    failed: (error: unknown) => void,
    options: { readonly delayMs: number } = { delayMs: 100 },
  ) {
    this.#act = act;
    this.#failed = failed;
    this.#delayMs = options.delayMs;
  }

  add(...items: readonly T[]): void {
    for (const item of items) {
      this.#items.add(item);
    }
    if (this.#items.size > 0) {
      this.#timer ??= setTimeout(() => this.#start(), this.#delayMs);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#items.clear();
  }

  #start(): void {
    this.#timer = undefined;
    const items = this.#items;
    this.#items = new Set();
    this.#running = this.#running.then(() => this.#act(items)).catch(this.#failed);
  }
}
