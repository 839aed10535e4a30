/**
 * How often a store was written to, in memory that all threads see: whoever follows it knows without a word whether there is
 * any news. What was acknowledged has been counted.
 */
export class WriteCount {
  readonly #count: Int32Array;

  constructor(shared: SharedArrayBuffer) {
    this.#count = new Int32Array(shared);
  }

  /** Memory for a new count. */
  static make(): SharedArrayBuffer {
    return new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  }

  get value(): number {
    return Atomics.load(this.#count, 0);
  }

  /** To be called after a transaction, before anybody is told of it. */
  add(): void {
    Atomics.add(this.#count, 0, 1);
  }
}
