/** A column of numbers that can be appended to; its room doubles, so that appending stays cheap. */
export class Growing<A extends Float64Array | Uint32Array | Int32Array | Uint8Array> {
  all: A;
  readonly #make: (size: number) => A;

  constructor(make: (size: number) => A) {
    this.#make = make;
    this.all = make(0);
  }

  /** Makes room for so many numbers and keeps those that are there. The first time exactly as much as is needed. */
  reserve(size: number): void {
    if (size > this.all.length) {
      const wider = this.#make(this.all.length === 0 ? size : Math.max(size, this.all.length * 2));
      wider.set(this.all as never);
      this.all = wider;
    }
  }

  /** Goes on with numbers that nobody else holds any more, as they are. */
  adopt(numbers: A): void {
    this.all = numbers;
  }

  clear(): void {
    this.all = this.#make(0);
  }
}
