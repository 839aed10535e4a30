/** Finds spans by their ids: open addressing over typed arrays, no object per span. */
export class IdTable {
  #slots = new Int32Array(16).fill(-1);
  #mask = 15;
  readonly #idsOf: () => Uint32Array;

  /** `idsOf` gives the column of ids, two halves per span. */
  constructor(idsOf: () => Uint32Array) {
    this.#idsOf = idsOf;
  }

  /** Makes room for so many spans at once. */
  reserve(count: number): void {
    let size = this.#slots.length;
    while (size < count * 1.6) {
      size *= 2;
    }
    if (size > this.#slots.length) {
      const spans = this.#slots;
      this.#slots = new Int32Array(size).fill(-1);
      this.#mask = size - 1;
      const ids = this.#idsOf();
      for (const span of spans) {
        if (span >= 0) {
          this.add(span, ids);
        }
      }
    }
  }

  add(span: number, ids: Uint32Array = this.#idsOf()): void {
    let slot = spread(ids[span * 2] as number, ids[span * 2 + 1] as number) & this.#mask;
    while ((this.#slots[slot] ?? -1) >= 0) {
      slot = (slot + 1) & this.#mask;
    }
    this.#slots[slot] = span;
  }

  /** Takes in the first so many spans. */
  addAll(count: number): void {
    const ids = this.#idsOf();
    for (let span = 0; span < count; span += 1) {
      this.add(span, ids);
    }
  }

  /** The span with an id; -1 when there is none. */
  find(high: number, low: number, ids: Uint32Array = this.#idsOf()): number {
    let slot = spread(high, low) & this.#mask;
    for (;;) {
      const span = this.#slots[slot] ?? -1;
      if (span < 0 || (ids[span * 2] === high && ids[span * 2 + 1] === low)) {
        return span;
      }
      slot = (slot + 1) & this.#mask;
    }
  }

  clear(): void {
    this.#slots = new Int32Array(16).fill(-1);
    this.#mask = 15;
  }
}

function spread(high: number, low: number): number {
  const mixed = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
