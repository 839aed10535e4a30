/** Where each row of a list begins: rows of one height need no memory, others one number each. */
export class RowOffsets {
  readonly count: number;
  readonly #rowPx: number;
  /** The begin of every row and, last, the end of all; null when all rows have one height. */
  readonly #starts: Float64Array | null;

  constructor(count: number, height: number | ((index: number) => number)) {
    this.count = count;
    this.#rowPx = typeof height === 'number' ? height : 0;
    this.#starts = typeof height === 'number' ? null : sums(count, height);
  }

  get total(): number {
    return this.startOf(this.count);
  }

  startOf(index: number): number {
    return this.#starts === null ? index * this.#rowPx : (this.#starts[index] ?? 0);
  }

  heightOf(index: number): number {
    return this.startOf(index + 1) - this.startOf(index);
  }

  /** The row at a distance from the top; the first or last one beyond the ends. */
  rowAt(px: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.startOf(middle) <= px) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}

function sums(count: number, heightOf: (index: number) => number): Float64Array {
  const starts = new Float64Array(count + 1);
  let end = 0;
  for (let index = 0; index < count; index += 1) {
    end += heightOf(index);
    starts[index + 1] = end;
  }
  return starts;
}
