import { readBash } from './commands/bash/readBash';
import { readGit } from './commands/gitOptions';
import { suspectArgument, suspectName } from './commands/programs';
import { type ReadonlyProgram, readonlyPrograms } from './commands/readonlyPrograms';
import { Unparsable } from './commands/simpleCommand';

/** A command that only reads, ready to run without a shell; or why it is refused. */
export type ReadonlyCommand =
  | {
      readonly ok: true;
      /** What runs, with options added that keep git from calling other programs. */
      readonly argv: readonly [string, ...string[]];
      /** Paths to hold against the boundary of the slot. */
      readonly operands: readonly string[];
      readonly effect: 'read' | 'exec';
    }
  | { readonly ok: false; readonly refusal: string };

/** Holds the text of a `run_shell_readonly` call against the allow-list of programs and their flags. */
export function readonlyCommand(command: string): ReadonlyCommand {
  const words = wordsOf(command);
  if (typeof words === 'string') return { ok: false, refusal: words };
  const known = readonlyPrograms.find(({ words: start }) =>
    start.every((word, index) => words[index] === word),
  );
  if (known === undefined) {
    const allowed = readonlyPrograms.map((program) => program.words.join(' ')).join(', ');
    return { ok: false, refusal: `'${words[0]}' is not among the read-only commands ${allowed}` };
  }
  const read = readArguments(known, words.slice(known.words.length));
  if (typeof read === 'string') return { ok: false, refusal: read };
  const [first, ...rest] = known.runs;
  return { ok: true, argv: [first, ...rest, ...read.args], operands: read.operands, effect: known.effect };
}

/** The words of one plain command, or why it is none. */
function wordsOf(command: string): readonly string[] | string {
  try {
    const commands = readBash(command, 0);
    const [only] = commands;
    if (only === undefined || commands.length !== 1 || only.words.length === 0)
      return 'exactly one command is expected';
    if (only.doubts.length > 0 || only.assignments.length > 0 || only.redirects.length > 0) {
      return `a read-only command holds no ${only.doubts[0] ?? 'assignment'}`;
    }
    const words = only.words.map(({ text }) => text);
    const hidden =
      suspectName(words[0] ?? '') ?? words.map(suspectArgument).find((suspect) => suspect !== null);
    if (hidden !== null && hidden !== undefined) return hidden;
    return readGit(words[0] === 'git' ? words.slice(1) : []).refusal ?? words;
  } catch (error) {
    if (error instanceof Unparsable) return error.message;
    throw error;
  }
}

interface ReadArguments {
  readonly args: readonly string[];
  readonly operands: readonly string[];
}

function readArguments(program: ReadonlyProgram, args: readonly string[]): ReadArguments | string {
  const operands: string[] = [];
  let patterns = args.some((arg) => program.givesPattern.test(arg)) ? 0 : program.patterns;
  let isEnded = false;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (!isEnded && arg === '--') isEnded = true;
    else if (isEnded || !program.isFlag(arg)) {
      if (arg === '-') return 'standard input is closed';
      if (patterns > 0) patterns--;
      else operands.push(...program.pathsOf(arg));
    } else if (program.withValue.has(arg)) {
      const value = args[++at];
      if (value === undefined) return `${arg} needs a value`;
      if (program.withPath.has(arg)) operands.push(value);
    } else if (!program.flags.test(arg))
      return `${arg} is not among the flags that ${program.words.join(' ')} may have`;
  }
  return { args, operands };
}
