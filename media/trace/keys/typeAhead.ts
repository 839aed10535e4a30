/** How long after a letter the next one still belongs to the same word. */
const pauseMs = 800;

/** Gathers letters that are typed one after the other into the beginning of a name. */
export class TypeAhead {
  #typed = '';
  #lastMs = Number.NEGATIVE_INFINITY;

  /** Whether what is typed now still belongs to the word before it. */
  isTyping(nowMs: number): boolean {
    return nowMs - this.#lastMs <= pauseMs;
  }

  /** The text so far; the same letter again asks for the next name with it. */
  add(letter: string, nowMs: number): { readonly text: string; readonly isNext: boolean } {
    const isNew = !this.isTyping(nowMs);
    this.#lastMs = nowMs;
    const isRepeated = !isNew && [...this.#typed].every((typed) => typed === letter);
    this.#typed = isNew || isRepeated ? letter : this.#typed + letter;
    return { text: this.#typed, isNext: isNew || isRepeated };
  }
}
