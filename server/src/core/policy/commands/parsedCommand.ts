import type { Redirect } from './simpleCommand';

/** One program call that rules can look at. */
export interface ParsedCommand {
  /** Compared name: lower case, aliases folded, such as `remove-item` for `/bin/rm`. */
  readonly program: string;
  /** As it was written. */
  readonly written: string;
  /** Whether an allow rule that names the program may mean this one. */
  readonly isWellKnown: boolean;
  /** First operand, and later ones as long as a flag before might have taken the operand as its value. */
  readonly subcommands: readonly string[];
  /** Lower case; `-rf` also as `-r` and `-f`, `--x=y` as `--x`. */
  readonly flags: readonly string[];
  readonly operands: readonly string[];
  /** Everything behind the program, as written. */
  readonly args: readonly string[];
  /** Arguments that the shell would match against file names. */
  readonly globs: readonly string[];
  readonly redirects: readonly Redirect[];
  /** Programs, as compared, whose output is piped in. */
  readonly upstream: readonly string[];
  /** Reasons why it is at least asked about. */
  readonly doubts: readonly string[];
  /** Folder as the call gives it. */
  readonly cwd: string;
}

/** A call that is not understood, and so denied. */
export interface NotParsed {
  readonly unparsable: string;
}

/** The parts of a call that its arguments decide. */
export type Arguments = Pick<ParsedCommand, 'subcommands' | 'flags' | 'operands' | 'args'>;

/** Sorts arguments into flags and operands. */
export function sortArguments(args: readonly string[], first = 0): Arguments {
  const flags: string[] = [];
  const operands: string[] = [];
  const subcommands: string[] = [];
  let mayBeValue = false;
  let isSettled = false;
  let isEnded = false;
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (!isEnded && arg === '--') isEnded = true;
    else if (!isEnded && arg.length > 1 && arg.startsWith('-')) {
      addFlags(flags, arg);
      mayBeValue = !arg.includes('=');
    } else {
      operands.push(arg);
      if (index < first) continue;
      if (!isSettled) subcommands.push(arg);
      isSettled ||= !mayBeValue || isEnded;
      mayBeValue = false;
    }
  }
  return { args, flags, operands, subcommands };
}

function addFlags(flags: string[], arg: string): void {
  const end = arg.indexOf('=');
  const name = (end < 0 ? arg : arg.slice(0, end)).toLowerCase();
  flags.push(name);
  if (name.length > 2 && name.length < 12 && name[1] !== '-') {
    for (const letter of name.slice(1)) flags.push(`-${letter}`);
  }
}
