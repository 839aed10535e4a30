import type { Command, Option } from 'commander';
import { CommandLine } from '../../../server/src/cli/commandLine';
import { buildProgram } from '../../../server/src/cli/program';
import { code, heading, table } from './markdown';

/** The command line as it stands, with nothing behind its commands. */
export function program(): Command {
  const nothing = () => {};
  return buildProgram(new CommandLine(async () => {}), '0', { out: nothing, error: nothing });
}

/** Every command that can be called, with the words that lead to it. */
export function callableCommands(
  command: Command,
  words: readonly string[] = [],
): readonly [string, Command][] {
  return command.commands.flatMap((child) => {
    const path = [...words, child.name()];
    const inner = callableCommands(child, path);
    const isCallable = inner.length === 0 || hasAction(child);
    return isCallable ? [[path.join(' '), child] as [string, Command], ...inner] : inner;
  });
}

/** docs/COMMANDS.md: every command with its arguments and options. */
export function commandsDocument(): string {
  const root = program();
  const commands = callableCommands(root);
  return [
    heading('Commands', 'server/src/cli/program.ts'),
    'How they fit together is in the [user guide](userGuide.md), exit codes in [troubleshooting](troubleshooting.md).',
    '',
    '## Every command takes',
    '',
    optionTable(root),
    '',
    ...commands.map(([words, command]) => commandText(words, command)),
  ].join('\n');
}

function hasAction(command: Command): boolean {
  return (command as unknown as { readonly _actionHandler: unknown })._actionHandler !== null;
}

function commandText(words: string, command: Command): string {
  const usage = command.registeredArguments.map((argument) =>
    argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
  );
  const own = command.options.filter((option) => !option.hidden);
  return [
    `## ${words}`,
    '',
    `${code(['holdpoint', words, ...usage].join(' '))}: ${command.description()}.`,
    '',
    ...(own.length === 0 ? [] : [optionTable(command), '']),
  ].join('\n');
}

function optionTable(command: Command): string {
  return table(
    ['option', 'means'],
    command.options.filter((option) => !option.hidden).map((option) => [code(option.flags), meaning(option)]),
  );
}

function meaning(option: Option): string {
  const choices = option.argChoices === undefined ? '' : ` (${option.argChoices.join(', ')})`;
  const preset =
    option.defaultValue === undefined || option.negate
      ? ''
      : `; default ${JSON.stringify(option.defaultValue)}`;
  return `${option.description}${choices}${preset}${option.mandatory ? '; required' : ''}`;
}
