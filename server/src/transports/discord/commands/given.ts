import {
  type APIApplicationCommandInteractionDataOption,
  type APIAttachment,
  type APIChatInputApplicationCommandInteractionData,
  ApplicationCommandOptionType,
} from '@discordjs/core';
import { AppError } from '#protocol/errors';

type Data = Pick<APIChatInputApplicationCommandInteractionData, 'options' | 'resolved'>;

/** The options of one command as they were given, read by type. */
export class Given {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #attachments: Readonly<Record<string, APIAttachment>>;

  constructor({ options = [], resolved }: Data) {
    this.#values = new Map(options.map((option) => [option.name, givenValue(option)]));
    this.#attachments = resolved?.attachments ?? {};
  }

  text(name: string): string | undefined {
    const value = this.#values.get(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  /** One that the command cannot do without; Discord has made sure that it is there. */
  needed(name: string): string {
    const value = this.text(name);
    if (value === undefined) {
      throw new AppError('BAD_REQUEST', `${name} is missing`);
    }
    return value;
  }

  /** A text limited by the command's choices to the words of `T`. */
  word<T extends string>(name: string): T | undefined {
    return this.text(name) as T | undefined;
  }

  number(name: string): number | undefined {
    const value = this.#values.get(name);
    return typeof value === 'number' ? value : undefined;
  }

  flag(name: string): boolean {
    return this.#values.get(name) === true;
  }

  attachment(name: string): APIAttachment | undefined {
    return this.#attachments[this.text(name) ?? ''];
  }
}

function givenValue(option: APIApplicationCommandInteractionDataOption): unknown {
  return option.type === ApplicationCommandOptionType.Subcommand ||
    option.type === ApplicationCommandOptionType.SubcommandGroup
    ? undefined
    : option.value;
}
