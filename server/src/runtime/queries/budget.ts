import type { Halt, QueryLimits } from '../ports/queryPort';

/** What one question has left; once it is spent the answer is partial. */
export class Budget {
  readonly #limits: QueryLimits;
  readonly #nowUs: () => number;
  readonly #halt: Halt;
  readonly #startUs: number;
  #spansRead = 0;
  #rowsRead = 0;
  #reason: 'time' | 'spans' | null = null;

  constructor(limits: QueryLimits, nowUs: () => number, halt: Halt) {
    this.#limits = limits;
    this.#nowUs = nowUs;
    this.#halt = halt;
    this.#startUs = nowUs();
  }

  /** Spans looked at so far, in rows or in columns. */
  get spansRead(): number {
    return this.#spansRead;
  }

  /** Why the answer is partial; null while it may still become whole. */
  get reason(): 'time' | 'spans' | null {
    return this.#reason;
  }

  /** Whether to stop here. Whoever gave up gets no answer, so the reason does not matter to them. */
  isSpent(): boolean {
    if (this.#reason === null && (this.#nowUs() - this.#startUs) / 1000 >= this.#limits.timeMs)
      this.#reason = 'time';
    return this.#reason !== null || this.#halt.isAsked;
  }

  /** Takes rows off the budget; false when there were too many of them. */
  takeRows(count: number): boolean {
    if (this.#rowsRead + count > this.#limits.spans) {
      this.#reason ??= 'spans';
      return false;
    }
    this.#rowsRead += count;
    this.#spansRead += count;
    return true;
  }

  /** Notes spans that were looked at in columns, which cost little. */
  takeColumns(count: number): void {
    this.#spansRead += count;
  }
}
