import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPutAPIApplicationGuildCommandsJSONBody,
} from '@discordjs/core';
import { english } from '../texts/english';
import { japanese } from '../texts/japanese';
import { type CommandOption, commandTable } from './commandTable';

/** The commands as they are registered with Discord, which shows them in each reader's language. */
export function commandDeclarations(): RESTPutAPIApplicationGuildCommandsJSONBody {
  return Object.entries(commandTable).map(([name, { options }]) => ({
    name,
    ...described('about', name),
    type: ApplicationCommandType.ChatInput,
    options: [...options]
      .sort((one, other) => Number(other.isRequired === true) - Number(one.isRequired === true))
      .map(declared),
  }));
}

function declared(option: CommandOption): APIApplicationCommandBasicOption {
  const { name, type, isRequired = false, choices, most, about = name } = option;
  const basic = { name, required: isRequired, ...described('options', about) };
  switch (type) {
    case 'text':
      return {
        ...basic,
        type: ApplicationCommandOptionType.String,
        ...(choices && { choices: choices.map((value) => ({ name: value, value })) }),
      };
    case 'whole':
      return {
        ...basic,
        type: ApplicationCommandOptionType.Integer,
        min_value: 1,
        ...(most === undefined ? {} : { max_value: most }),
      };
    case 'flag':
      return { ...basic, type: ApplicationCommandOptionType.Boolean };
    case 'file':
      return { ...basic, type: ApplicationCommandOptionType.Attachment };
  }
}

function described(table: 'about' | 'options', name: string) {
  return {
    description: english[table][name] ?? name,
    description_localizations: { ja: japanese[table][name] ?? name },
  };
}
