import { deepStrictEqual, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { callableCommands, program } from './commandsDocument';

/** `plan diff` is named by `plan diff` and by `plan show|diff`; in tables the bar is escaped. */
function isNamed(guide: string, words: string): boolean {
  const [noun = '', verb] = words.split(' ');
  const pattern = verb === undefined ? `\`${noun}\\b` : `\\b${noun} (?:[a-z]+\\\\?\\|)*${verb}\\b`;
  return new RegExp(pattern).test(guide);
}

describe('the user guide', () => {
  const guide = readFileSync('docs/userGuide.md', 'utf8');
  const commands = callableCommands(program()).map(([words]) => words);

  it('names every command', () => {
    deepStrictEqual(
      commands.filter((words) => !isNamed(guide, words)),
      [],
    );
    ok(commands.length > 0);
  });

  it('shows no command that does not exist', () => {
    const nouns = new Set(
      commands.filter((words) => words.includes(' ')).map((words) => words.split(' ')[0]),
    );
    const takesArgument = new Set(
      callableCommands(program())
        .filter(([, command]) => command.registeredArguments.length > 0)
        .map(([words]) => words),
    );
    const shown = [...guide.matchAll(/(?:^holdpoint |`)([a-z]+) ([a-z]+(?:\\?\|[a-z]+)*)/gm)].flatMap(
      ([, noun = '', verbs = '']) => verbs.split(/\\?\|/).map((verb) => ({ noun, verb })),
    );
    deepStrictEqual(
      shown
        .filter(({ noun }) => nouns.has(noun) && !takesArgument.has(noun))
        .filter(({ noun, verb }) => !commands.includes(`${noun} ${verb}`))
        .map(({ noun, verb }) => `${noun} ${verb}`),
      [],
    );
    ok(shown.length > 0);
  });
});
