/** An element of a list and the row that it shows; null while it waits for one. */
interface Slot {
  readonly slot: number;
  readonly index: number | null;
}

/** Remembers which element shows which row, so that scrolling re-uses elements and leaves the others alone. */
export class RowSlots {
  #slotOf = new Map<number, number>();
  /** By element: the kind of the rows that it shows; undefined where there is no element. */
  readonly #kinds: (string | null | undefined)[] = [];
  #areOthers = false;

  /**
   * All elements with their rows, in an order that never changes. An element only ever shows rows of one kind: then their
   * texts change, and nothing is built anew. One that has no row waits until there is one of its kind again.
   */
  assign(rows: readonly number[], kindOf: ((index: number) => string) | null): readonly Slot[] {
    const kept = new Map<number, number>();
    for (const index of rows) {
      const slot = this.#slotOf.get(index);
      if (slot !== undefined && this.#kinds[slot] === (kindOf?.(index) ?? null)) {
        kept.set(index, slot);
      }
    }
    const rowOf = new Map<number, number>([...kept].map(([index, slot]) => [slot, index]));
    for (const index of rows) {
      if (!kept.has(index)) {
        const slot = this.#take(kindOf?.(index) ?? null, rowOf);
        kept.set(index, slot);
        rowOf.set(slot, index);
      }
    }
    this.#slotOf = kept;
    if (this.#areOthers) {
      this.#areOthers = false;
      this.#dropWaiting(rowOf);
    }
    return [...this.#kinds.entries()]
      .filter(([, kind]) => kind !== undefined)
      .map(([slot]) => ({ slot, index: rowOf.get(slot) ?? null }));
  }

  /** Says that the next rows are others: which kinds they are nobody knows, so no element of an old one waits on. */
  forget(): void {
    this.#areOthers = true;
  }

  #dropWaiting(rowOf: ReadonlyMap<number, number>): void {
    for (const slot of this.#kinds.keys()) {
      if (!rowOf.has(slot)) {
        this.#kinds[slot] = undefined;
      }
    }
  }

  /** An element of a kind that shows nothing; where there is none, a new one. */
  #take(kind: string | null, rowOf: ReadonlyMap<number, number>): number {
    const waiting = this.#kinds.findIndex((one, slot) => one === kind && !rowOf.has(slot));
    const slot = waiting >= 0 ? waiting : this.#freePlace();
    this.#kinds[slot] = kind;
    return slot;
  }

  #freePlace(): number {
    const free = this.#kinds.indexOf(undefined);
    return free >= 0 ? free : this.#kinds.length;
  }
}
