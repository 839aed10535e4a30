import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Call, Given, type Invocation, type Outcome } from './invocation';

/** What a command does once its arguments are understood. */
export type Act = (call: Call) => Promise<Outcome>;

/** The tree of commands while it is built: nouns with verbs, each verb one {@link Act}. */
export class CommandLine {
  readonly #invoke: (
    act: (invocation: Invocation) => Promise<Outcome>,
    options: GlobalOptions,
  ) => Promise<void>;
  #refused: Command | undefined;

  constructor(
    invoke: (act: (invocation: Invocation) => Promise<Outcome>, options: GlobalOptions) => Promise<void>,
  ) {
    this.#invoke = invoke;
  }

  /** The command whose arguments were not understood, as it is typed; of the program itself nothing but its name. */
  get refused(): string {
    const names: string[] = [];
    for (let command = this.#refused; command?.parent; command = command.parent) {
      names.unshift(command.name());
    }
    return ['holdpoint', ...names].join(' ');
  }

  /** A noun: a command that only has sub-commands. */
  noun(parent: Command, name: string, about: string): Command {
    return this.#watched(parent.command(name).description(about));
  }

  /** A verb: `usage` is its name with arguments, such as `approve <session> <version>`. */
  verb(parent: Command, usage: string, about: string, act: Act): Command {
    return this.act(parent.command(usage).description(about), act);
  }

  /** Gives a command something to do. */
  act(command: Command, act: Act): Command {
    const invoke = this.#invoke;
    return this.#watched(command).action(async () => {
      const options: Readonly<Record<string, unknown>> = command.optsWithGlobals();
      const given = new Given(command.processedArgs, options);
      await invoke((invocation) => act({ ...invocation, given }), options);
    });
  }

  #watched(command: Command): Command {
    return command.exitOverride((error) => {
      this.#refused = command;
      throw error;
    });
  }
}

/** Options of every command, as the parser leaves them. */
export type GlobalOptions = Readonly<Record<string, unknown>>;

/** An option whose value is a whole number from `least` to `most`. */
export function wholeOption(
  flags: string,
  about: string,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): Option {
  return new Option(flags, about).argParser((text) => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
    }
    return value;
  });
}

/** An option that takes one of a few words. */
export function wordOption(flags: string, about: string, words: readonly string[]): Option {
  return new Option(flags, about).choices(words);
}

/** An option that may be given several times. */
export function listOption(flags: string, about: string): Option {
  return new Option(flags, about).argParser((text: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    text,
  ]);
}

/** The option of every list. */
export function formatOption(): Option {
  return wordOption('--format <format>', 'how the list is written', ['table', 'json', 'markdown']);
}

/** An argument that is a plan version. */
export function versionArgument(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('A version is a whole number from 1.');
  }
  return value;
}
