import type { Translator } from './translator';

/** What is needed to say something in the person's language at this moment. */
export interface Speech {
  readonly l10n: Translator;
  /** The tag of the language, for dates and times. */
  readonly language: string;
  readonly now: Date;
}
