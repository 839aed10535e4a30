import type { metrics } from '../ast';

/** The numbers of one series while they are gathered, step by step. */
export class Tally {
  readonly #counts: Float64Array;
  readonly #sums: Float64Array;
  readonly #least: Float64Array;
  readonly #most: Float64Array;
  /** All numbers of each step, kept only where quantiles are wanted: those are exact. */
  readonly #kept: Map<number, number[]> | null;

  constructor(count: number, keepsAll: boolean) {
    this.#counts = new Float64Array(count);
    this.#sums = new Float64Array(count);
    this.#least = new Float64Array(count).fill(Number.NaN);
    this.#most = new Float64Array(count).fill(Number.NaN);
    this.#kept = keepsAll ? new Map() : null;
  }

  count(step: number): void {
    this.#counts[step] = (this.#counts[step] ?? 0) + 1;
  }

  /** As often as somebody else has counted. */
  countMany(step: number, times: number): void {
    this.#counts[step] = (this.#counts[step] ?? 0) + times;
  }

  add(step: number, number: number): void {
    this.count(step);
    this.#sums[step] = (this.#sums[step] ?? 0) + number;
    const [least, most] = [this.#least[step], this.#most[step]];
    if (!(least !== undefined && least <= number)) this.#least[step] = number;
    if (!(most !== undefined && most >= number)) this.#most[step] = number;
    if (this.#kept === null) return;
    const kept = this.#kept.get(step);
    if (kept === undefined) this.#kept.set(step, [number]);
    else kept.push(number);
  }

  values(name: (typeof metrics)[number], stepUs: number): Float64Array {
    const counts = this.#counts;
    switch (name) {
      case 'rate':
        return counts.map((count) => count / (stepUs / 1e6));
      case 'min_over_time':
        return this.#least;
      case 'max_over_time':
        return this.#most;
      case 'sum_over_time':
        return this.#sums.map((sum, step) => (counts[step] === 0 ? Number.NaN : sum));
      case 'avg_over_time':
        return this.#sums.map((sum, step) => sum / (counts[step] ?? 0));
      default:
        return counts;
    }
  }

  /** The least number of each step that so large a part of its numbers does not exceed; 0 where there are none. */
  quantiles(part: number): Float64Array {
    const values = new Float64Array(this.#counts.length);
    for (const [step, numbers] of this.#kept ?? []) {
      const sorted = Float64Array.from(numbers).sort();
      values[step] = sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
    }
    return values;
  }
}
