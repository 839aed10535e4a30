/** Runs work for one key after the other, work for different keys side by side. */
export class Serial {
  readonly #tails = new Map<string, Promise<unknown>>();

  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const result = before.then(work, work);
    const tail = result
      .catch(() => undefined)
      .then(() => {
        if (this.#tails.get(key) === tail) {
          this.#tails.delete(key);
        }
      });
    this.#tails.set(key, tail);
    return result;
  }
}
