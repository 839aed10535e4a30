/** How many failed tries are answered within a window, so that guessing does not pay; time comes from outside. */
export class FailureBudget {
  readonly #most: number;
  readonly #windowMs: number;
  #startMs = Number.NEGATIVE_INFINITY;
  #count = 0;

  constructor(most: number, windowMs: number) {
    this.#most = most;
    this.#windowMs = windowMs;
  }

  /** Notes a failure; answers the seconds to wait once there were too many, else null. */
  fail(nowMs: number): number | null {
    if (nowMs - this.#startMs >= this.#windowMs) {
      this.#startMs = nowMs;
      this.#count = 0;
    }
    this.#count += 1;
    const restMs = this.#startMs + this.#windowMs - nowMs;
    return this.#count > this.#most ? Math.max(1, Math.ceil(restMs / 1000)) : null;
  }
}
