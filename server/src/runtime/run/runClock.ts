import type { ActiveRun } from './activeRun';

/** Holds a run to its time: active time only, what people take to answer does not count. */
export class RunClock {
  readonly #run: ActiveRun;
  #timer: AbortController | undefined;
  #dueMs: number | null = null;
  readonly #startedMs: number;

  constructor(run: ActiveRun) {
    this.#run = run;
    this.#startedMs = Date.parse(run.row.started_at ?? run.row.created_at);
  }

  /** Ends the run when its time is over. */
  check(): void {
    const dueMs = this.#deadlineMs();
    if (dueMs !== null && dueMs <= this.#run.context.ports.clock.now()) {
      const seconds = (this.#run.policy.reliability.timeout_ms ?? 0) / 1000;
      this.#run.fail({
        code: 'timeout',
        message: `run timed out after ${seconds} seconds`,
        stepId: null,
        errorClass: 'timeout',
      });
    }
  }

  /** Wakes the run when its time will be over; a timer that is set for that moment already stays. */
  arm(): void {
    const dueMs = this.#deadlineMs();
    if (this.#timer && dueMs === this.#dueMs) {
      return;
    }
    this.stop();
    if (dueMs === null) {
      return;
    }
    this.#dueMs = dueMs;
    this.#timer = new AbortController();
    const { clock } = this.#run.context.ports;
    clock.sleep(Math.max(0, dueMs - clock.now()), this.#timer.signal).then(
      () => {
        this.#timer = undefined;
        this.check();
        this.#run.wake();
      },
      () => undefined,
    );
  }

  stop(): void {
    this.#timer?.abort('nobody waits');
    this.#timer = undefined;
  }

  /** The moment at which the run has worked for as long as it may; `null` when it is unlimited. */
  #deadlineMs(): number | null {
    const limit = this.#run.policy.reliability.timeout_ms;
    return limit === null ? null : this.#startedMs + limit + this.#run.waitedMs;
  }
}
