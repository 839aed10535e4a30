/** A row and the element that shows it. */
interface Slot {
  readonly slot: number;
  readonly index: number;
}

/** Remembers which element shows which row, so that scrolling re-uses elements and leaves the others alone. */
export class RowSlots {
  #slotOf = new Map<number, number>();
  /** By element: the kind of the row that it showed last. */
  #kinds: (string | null)[] = [];

  /**
   * The rows with their elements, in the order of the elements, which never changes. An element goes on to a row of the
   * kind that it showed where there is one: then its texts change, and it need not be built anew.
   */
  assign(rows: readonly number[], kindOf: ((index: number) => string) | null): readonly Slot[] {
    const kept = new Map<number, number>();
    for (const index of rows) {
      const slot = this.#slotOf.get(index);
      if (slot !== undefined) {
        kept.set(index, slot);
      }
    }
    const fresh = rows.filter((index) => !kept.has(index));
    const free = freeSlots(new Set(kept.values()), fresh.length);
    const kinds = fresh.map((index) => kindOf?.(index) ?? null);
    const left = fresh.filter((index, at) => {
      const found = free.findIndex((slot) => this.#kinds[slot] === kinds[at]);
      const [slot] = found === -1 ? [] : free.splice(found, 1);
      if (slot !== undefined) {
        kept.set(index, slot);
      }
      return slot === undefined;
    });
    for (const [at, index] of left.entries()) {
      kept.set(index, free[at] ?? 0);
    }
    for (const [at, index] of fresh.entries()) {
      this.#kinds[kept.get(index) ?? 0] = kinds[at] ?? null;
    }
    this.#slotOf = kept;
    return rows
      .map((index) => ({ index, slot: kept.get(index) ?? 0 }))
      .sort((left, right) => left.slot - right.slot);
  }
}

/** The lowest slots that nothing is shown in. */
function freeSlots(taken: ReadonlySet<number>, count: number): number[] {
  const free: number[] = [];
  for (let slot = 0; free.length < count; slot += 1) {
    if (!taken.has(slot)) {
      free.push(slot);
    }
  }
  return free;
}
