import type { Agent, Door } from './door/door';
import type { ListFormat } from './terminal/list';
import type { Messages } from './terminal/messages';
import type { Terminal } from './terminal/terminal';

/** Options that every command takes. */
export interface Globals {
  readonly json: boolean;
  readonly limit: number | undefined;
  readonly root: string;
  readonly baseUrl: string | undefined;
  readonly token: string | undefined;
  readonly nonInteractive: boolean;
  readonly mayStart: boolean;
}

/** Everything a command may reach. */
export interface Invocation {
  readonly globals: Globals;
  readonly terminal: Terminal;
  readonly messages: Messages;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly version: string;
  /** Folder of the bundles, where the server process lies. */
  readonly programs: string;
  /**
   * The door of the workspace's server, opened at the first call and closed when the command ends. A command that must
   * change nothing gets no server started.
   */
  connect(choice?: ConnectChoice): Promise<Door>;
  /** A door of its own for an agent or a chat, which the caller closes. */
  connectAgent(agent: Agent, choice?: { readonly mayStart: false }): Promise<Door>;
  /** Reads all of stdin. */
  readInput(): Promise<string>;
  /** Calls `listener` for Ctrl-C until the returned function is called; without a listener the command just ends. */
  onInterrupt(listener: () => void): () => void;
  /** Ends the process at once. */
  leave(exit: number): void;
}

/** What a command may want of the server beside what its options say. */
export interface ConnectChoice {
  readonly mayStart?: false;
  /** Where the record of a server lies that is started for this. */
  readonly storePath?: string | undefined;
}

/** One command as given: its arguments and options beside what it may reach. */
export interface Call extends Invocation {
  readonly given: Given;
}

/** How a command ended: the document for `--json`, the text for people, the exit code. */
export interface Outcome {
  readonly document: unknown;
  readonly text: string;
  /** What is wrong in what a person wrote, line by line: for stderr, since stdout holds only results. */
  readonly problems?: readonly string[];
  readonly exit?: number;
}

/** Arguments and options of one command, read by type. */
export class Given {
  readonly #arguments: readonly unknown[];
  readonly #options: Readonly<Record<string, unknown>>;

  constructor(values: readonly unknown[], options: Readonly<Record<string, unknown>>) {
    this.#arguments = values;
    this.#options = options;
  }

  /** A required argument; the parser has made sure that it is there. */
  argument(index: number): string {
    return String(this.#arguments[index]);
  }

  optionalArgument(index: number): string | undefined {
    const value = this.#arguments[index];
    return typeof value === 'string' ? value : undefined;
  }

  text(name: string): string | undefined {
    const value = this.#options[name];
    return typeof value === 'string' ? value : undefined;
  }

  /** A text limited by the parser to the words of `T`. */
  word<T extends string>(name: string): T | undefined {
    return this.text(name) as T | undefined;
  }

  number(name: string): number | undefined {
    const value = this.#options[name];
    return typeof value === 'number' ? value : undefined;
  }

  flag(name: string): boolean {
    return this.#options[name] === true;
  }

  list(name: string): readonly string[] {
    const value = this.#options[name];
    return Array.isArray(value) ? value.map(String) : [];
  }

  format(): ListFormat {
    return this.word<ListFormat>('format') ?? 'table';
  }
}
