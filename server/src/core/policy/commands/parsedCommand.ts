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

/** Sorts arguments into flags and operands; operands before `first` belong to flags and name no sub-command. */
export function sortArguments(args: readonly string[], first = 0): Arguments {
  const flags: string[] = [];
  const operands: string[] = [];
  const end = args.indexOf('--');
  args.forEach((arg, index) => {
    const isFlag = arg.length > 1 && arg.startsWith('-') && (end < 0 || index < end);
    if (isFlag) addFlags(flags, arg);
    else if (index !== end) operands.push(arg);
  });
  return { args, flags, operands, subcommands: subcommandsOf(args.slice(first)) };
}

function subcommandsOf(args: readonly string[]): string[] {
  const found: string[] = [];
  let mayBeValue = false;
  for (const arg of args) {
    const isFlag = arg.length > 1 && arg.startsWith('-');
    if (!isFlag) {
      found.push(arg);
      if (!mayBeValue) break;
    }
    mayBeValue = isFlag && arg !== '--' && !arg.includes('=');
  }
  return found;
}

function addFlags(flags: string[], arg: string): void {
  const end = arg.indexOf('=');
  const name = (end < 0 ? arg : arg.slice(0, end)).toLowerCase();
  flags.push(name);
  if (name.length > 2 && name.length < 12 && name[1] !== '-') {
    for (const letter of name.slice(1)) flags.push(`-${letter}`);
  }
}
