import type { ActiveRun } from './activeRun';

/** Holds a run to its time: active time only, what people take to answer does not count. */
export class RunClock {
  readonly #run: ActiveRun;
  #timer: AbortController | undefined;

  constructor(run: ActiveRun) {
    this.#run = run;
  }

  /** Ends the run when its time is over. */
  check(): void {
    const left = this.#leftMs();
    if (left !== null && left <= 0) {
      const seconds = (this.#run.policy.reliability.timeout_ms ?? 0) / 1000;
      this.#run.fail({
        code: 'timeout',
        message: `run timed out after ${seconds} seconds`,
        stepId: null,
        errorClass: 'timeout',
      });
    }
  }

  /** Resolves when the time will be over; never when it is unlimited. */
  expiry(): Promise<void> {
    this.stop();
    const left = this.#leftMs();
    if (left === null) {
      return new Promise(() => undefined);
    }
    this.#timer = new AbortController();
    const { clock } = this.#run.context.ports;
    return clock.sleep(Math.max(0, left), this.#timer.signal).then(
      () => this.check(),
      () => new Promise<void>(() => undefined),
    );
  }

  stop(): void {
    this.#timer?.abort();
    this.#timer = undefined;
  }

  #leftMs(): number | null {
    const limit = this.#run.policy.reliability.timeout_ms;
    const startedMs = Date.parse(this.#run.row.started_at ?? this.#run.row.created_at);
    return limit === null
      ? null
      : startedMs + limit + this.#run.waitedMs - this.#run.context.ports.clock.now();
  }
}
