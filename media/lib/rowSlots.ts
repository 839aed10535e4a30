/** A row and the element that shows it. */
interface Slot {
  readonly slot: number;
  readonly index: number;
}

/** Remembers which element shows which row, so that scrolling re-uses elements and leaves the others alone. */
export class RowSlots {
  #slotOf = new Map<number, number>();

  /** The rows with their elements, in the order of the elements, which never changes. */
  assign(rows: readonly number[]): readonly Slot[] {
    const kept = new Map<number, number>();
    for (const index of rows) {
      const slot = this.#slotOf.get(index);
      if (slot !== undefined) {
        kept.set(index, slot);
      }
    }
    const taken = new Set(kept.values());
    let next = 0;
    for (const index of rows) {
      if (!kept.has(index)) {
        while (taken.has(next)) {
          next += 1;
        }
        taken.add(next);
        kept.set(index, next);
      }
    }
    this.#slotOf = kept;
    return rows
      .map((index) => ({ index, slot: kept.get(index) ?? 0 }))
      .sort((left, right) => left.slot - right.slot);
  }
}
