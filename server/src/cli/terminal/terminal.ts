/** The three streams of a command: results, everything said beside them, and questions to the person. */
export interface Terminal {
  /** Whether a person sits there who can be asked. */
  readonly isInteractive: boolean;
  /** Whether what is said goes to a screen, so that live output is of use. */
  readonly isScreen: boolean;
  /** Whether results go to a screen. */
  readonly isOutScreen: boolean;
  /** Whether results may be coloured. */
  readonly outColor: boolean;
  /** Whether what is said may be coloured. */
  readonly sayColor: boolean;
  /** Columns of the screen. */
  readonly width: number;
  /** Writes a result to stdout exactly as given. */
  out(text: string): void;
  /** Writes one or more lines to stderr. */
  say(text: string): void;
  /** Asks for one line; null at the end of input. Rejects with an AbortError when `signal` fires. */
  ask(question: string, signal?: AbortSignal): Promise<string | null>;
}
