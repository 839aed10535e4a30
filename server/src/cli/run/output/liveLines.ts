import type { Messages } from '../../terminal/messages';
import type { Terminal } from '../../terminal/terminal';

/** Lines kept for later; the record has all of them. */
const mostKept = 200;

/** What a run says while it goes on; it waits while a person decides, so that what is to be judged stays in view. */
export class LiveLines {
  /** The terminal as the reporters of a run see it. */
  readonly terminal: Terminal;
  readonly #screen: Terminal;
  readonly #messages: Messages;
  #kept: string[] = [];
  #leftOut = 0;
  #isHeld = false;

  constructor(screen: Terminal, messages: Messages) {
    this.#screen = screen;
    this.#messages = messages;
    this.terminal = { ...screen, say: (text) => this.#say(text) };
  }

  /** Keeps every line until `decide` has ended, however it ends. */
  async heldDuring<T>(decide: () => Promise<T>): Promise<T> {
    this.#isHeld = true;
    try {
      return await decide();
    } finally {
      this.#isHeld = false;
      this.#release();
    }
  }

  #say(text: string): void {
    if (!this.#isHeld) {
      this.#screen.say(text);
      return;
    }
    this.#kept.push(text);
    if (this.#kept.length > mostKept) {
      this.#kept.shift();
      this.#leftOut += 1;
    }
  }

  #release(): void {
    if (this.#leftOut > 0) {
      this.#screen.say(this.#messages.linesLeftOut(this.#leftOut));
    }
    for (const text of this.#kept) {
      this.#screen.say(text);
    }
    this.#kept = [];
    this.#leftOut = 0;
  }
}
