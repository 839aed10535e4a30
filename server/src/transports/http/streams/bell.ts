/** Wakes one sleeper; a ring while nobody sleeps is kept for the next sleep. */
export class Bell {
  #hasRung = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#hasRung = true;
    this.#wake?.();
  }

  /** Sleeps until the bell rings, at most `ms`; whether it rang. */
  async wait(ms: number): Promise<boolean> {
    if (!this.#hasRung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    const isRung = this.#hasRung;
    this.#hasRung = false;
    this.#wake = undefined;
    return isRung;
  }
}
