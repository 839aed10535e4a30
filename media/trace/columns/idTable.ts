/**
 * Finds spans by their ids: open addressing over typed arrays, no object per span. Whoever only draws a trace that came in
 * order never looks for an id, and pays nothing.
 */
export class IdTable {
  #slots = new Int32Array(0);
  #mask = 0;
  #count = 0;
  #filled = 0;
  readonly #idsOf: () => Uint32Array;

  /** `idsOf` gives the column of ids, two halves per span. */
  constructor(idsOf: () => Uint32Array) {
    this.#idsOf = idsOf;
  }

  /** Says how many spans there are; they are entered when one is first looked for. */
  set count(count: number) {
    this.#count = count;
  }

  /** The span with an id; -1 when there is none. */
  find(high: number, low: number): number {
    const ids = this.#idsOf();
    if (this.#filled < this.#count) {
      this.#fill(ids);
    }
    const slots = this.#slots;
    const mask = this.#mask;
    if (slots.length === 0) {
      return -1;
    }
    let slot = spread(high, low) & mask;
    for (;;) {
      const span = slots[slot] as number;
      if (span < 0 || (ids[span * 2] === high && ids[span * 2 + 1] === low)) {
        return span;
      }
      slot = (slot + 1) & mask;
    }
  }

  clear(): void {
    this.#slots = new Int32Array(0);
    this.#count = 0;
    this.#filled = 0;
  }

  #fill(ids: Uint32Array): void {
    if (this.#slots.length < this.#count * 1.6) {
      let size = 16;
      while (size < this.#count * 1.6) {
        size *= 2;
      }
      this.#slots = new Int32Array(size).fill(-1);
      this.#mask = size - 1;
      this.#filled = 0;
    }
    const slots = this.#slots;
    const mask = this.#mask;
    for (let span = this.#filled; span < this.#count; span += 1) {
      let slot = spread(ids[span * 2] as number, ids[span * 2 + 1] as number) & mask;
      while ((slots[slot] as number) >= 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = span;
    }
    this.#filled = this.#count;
  }
}

function spread(high: number, low: number): number {
  const mixed = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
