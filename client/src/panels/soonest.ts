import { viewFaults } from './viewFaults';

/** Does something soon after it was asked for, however often that is: never twice at once, and not before it ended. */
export class Soonest {
  readonly #act: () => Promise<void>;
  readonly #waitMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isActing = false;
  #isWantedAgain = false;
  #isDone = false;

  constructor(act: () => Promise<void>, waitMs = 100) {
    this.#act = act;
    this.#waitMs = waitMs;
  }

  /** Asks for it. */
  want(): void {
    if (this.#isActing) {
      this.#isWantedAgain = true;
    } else if (this.#timer === undefined && !this.#isDone) {
      this.#timer = setTimeout(() => this.#go(), this.#waitMs);
    }
  }

  dispose(): void {
    this.#isDone = true;
    clearTimeout(this.#timer);
  }

  #go(): void {
    this.#timer = undefined;
    this.#isActing = true;
    const ended = () => {
      this.#isActing = false;
      if (this.#isWantedAgain) {
        this.#isWantedAgain = false;
        this.want();
      }
    };
    this.#act().then(ended, (error: unknown) => {
      viewFaults.logged(`a view could not be brought up to date: ${error}`);
      ended();
    });
  }
}
