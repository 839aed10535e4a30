/** How soon, and who is told when it fails. */
interface SoonestOptions {
  readonly waitMs: number;
  readonly failed: (error: unknown) => void;
}

/** Does something soon after it was asked for, however often that is: never twice at once, and not before it ended. */
export class Soonest {
  readonly #act: () => Promise<void>;
  readonly #options: SoonestOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isActing = false;
  #isWantedAgain = false;
  #isDone = false;

  constructor(act: () => Promise<void>, options: SoonestOptions) {
    this.#act = act;
    this.#options = options;
  }

  /** Asks for it. */
  want(): void {
    if (this.#isActing) {
      this.#isWantedAgain = true;
    } else if (this.#timer === undefined && !this.#isDone) {
      this.#timer = setTimeout(() => this.#go(), this.#options.waitMs);
    }
  }

  dispose(): void {
    this.#isDone = true;
    clearTimeout(this.#timer);
  }

  #go(): void {
    this.#timer = undefined;
    this.#isActing = true;
    this.#act().then(
      () => this.#ended(),
      (error: unknown) => {
        this.#options.failed(error);
        this.#ended();
      },
    );
  }

  #ended(): void {
    this.#isActing = false;
    if (this.#isWantedAgain) {
      this.#isWantedAgain = false;
      this.want();
    }
  }
}
