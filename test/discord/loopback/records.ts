/** A file of a message as it arrived. */
export interface SentFile {
  readonly name: string;
  readonly text: string;
}

/** A button as it was sent. */
export interface SentButton {
  readonly custom_id: string;
  readonly label: string;
}

/** A menu as it was sent. */
export interface SentMenu {
  readonly custom_id: string;
  /** How many may be chosen at once. */
  readonly most: number;
  readonly options: readonly {
    readonly label: string;
    readonly value: string;
    readonly description?: string | undefined;
  }[];
}

/** A message as Discord would keep it. */
export interface SentMessage {
  readonly id: string;
  readonly content: string;
  readonly buttons: readonly SentButton[];
  readonly menus: readonly SentMenu[];
  readonly files: readonly SentFile[];
  readonly isEphemeral: boolean;
  /** Whether names in it would call people. */
  readonly mayMention: boolean;
  /** How often it was changed after it was sent. */
  readonly edits: number;
}

/** A form as it was shown. */
export interface SentForm {
  readonly custom_id: string;
  readonly title: string;
}

/** What came back for one command, press or form. */
export interface Answered {
  readonly message: SentMessage | undefined;
  readonly form: SentForm | undefined;
}

/** Somebody in Discord. */
export interface Person {
  readonly id: string;
  readonly roles?: readonly string[];
  /** Writes to the bot alone, outside any server. */
  readonly isDirect?: boolean;
  readonly locale?: string;
}

let last = 1_000_000_000_000_000n;

/** An id as Discord makes them. */
export function snowflake(): string {
  last += 1n;
  return String(last);
}
