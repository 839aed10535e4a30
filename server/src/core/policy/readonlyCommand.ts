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
  return {
    ok: true,
    argv: [first, ...rest, ...withLast(read.args, known.last), ...all(known, read)],
    operands: read.operands,
    effect: known.effect,
  };
}

function all({ everything }: ReadonlyProgram, { operands }: ReadArguments): readonly string[] {
  return everything === null || operands.length > 0 ? [] : ['--', everything];
}

function withLast(args: readonly string[], last: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return end < 0 ? [...args, ...last] : [...args.slice(0, end), ...last, ...args.slice(end)];
}

/** The words of one plain command, or why it is none. */
function wordsOf(command: string): readonly string[] | string {
  try {
    const commands = readBash(command, 0);
    const [only] = commands;
    if (only === undefined || commands.length !== 1 || only.words.length === 0)
      return 'exactly one command is expected';
    const syntax = [...only.doubts, ...only.assignments.map((name) => `assignment of ${name}`)];
    if (syntax.length > 0) return `a read-only command holds no ${syntax[0]}`;
    const words = only.words.map(({ text }) => text);
    return hiddenIn(words) ?? readGit(words[0] === 'git' ? words.slice(1) : []).refusal ?? words;
  } catch (error) {
    if (error instanceof Unparsable) return error.message;
    throw error;
  }
}

function hiddenIn([program = '', ...args]: readonly string[]): string | null {
  return suspectName(program) ?? args.map(suspectArgument).find((suspect) => suspect !== null) ?? null;
}

interface ReadArguments {
  readonly args: readonly string[];
  readonly operands: readonly string[];
}

/** Flags up to `--`, checked one by one; everything else is a pattern or a path. */
function readArguments(program: ReadonlyProgram, args: readonly string[]): ReadArguments | string {
  const end = args.indexOf('--');
  const ahead = end < 0 ? args : args.slice(0, end);
  const read = readFlags(program, ahead);
  if (typeof read === 'string') return read;
  const plain = end < 0 ? read.plain : [...read.plain, ...args.slice(end + 1)];
  if (plain.includes('-')) return 'standard input is closed';
  const patterns = ahead.some((arg) => program.givesPattern.test(arg)) ? 0 : program.patterns;
  return { args, operands: [...read.paths, ...plain.slice(patterns).flatMap(program.pathsOf)] };
}

interface ReadFlags {
  readonly plain: string[];
  readonly paths: string[];
}

function readFlags(program: ReadonlyProgram, args: readonly string[]): ReadFlags | string {
  const read: ReadFlags = { plain: [], paths: [] };
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    const flag = flagKind(program, arg);
    if (flag === 'unknown') return `${arg} is not among the flags that ${program.words.join(' ')} may have`;
    if (flag === 'none') read.plain.push(arg);
    if (flag !== 'value' && flag !== 'path') continue;
    const mistake = readValue(read, flag, arg, args[++at]);
    if (mistake !== null) return mistake;
  }
  return read;
}

function readValue(
  read: ReadFlags,
  flag: 'value' | 'path',
  arg: string,
  value: string | undefined,
): string | null {
  if (value === undefined) return `${arg} needs a value`;
  if (flag === 'path') read.paths.push(value);
  return null;
}

function flagKind(program: ReadonlyProgram, arg: string): 'none' | 'path' | 'value' | 'alone' | 'unknown' {
  if (!program.isFlag(arg)) return 'none';
  if (program.withPath.has(arg)) return 'path';
  if (program.withValue.has(arg)) return 'value';
  return program.flags.test(arg) ? 'alone' : 'unknown';
}
