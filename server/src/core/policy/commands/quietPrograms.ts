import type { Word } from './simpleCommand';

/** What a program of a text tool gives to a shell: scripts that can be read, and why a person must look at the rest. */
export interface QuietCommands {
  readonly scripts: readonly string[];
  readonly doubt: string | null;
}

const nothing: QuietCommands = { scripts: [], doubt: null };

/** Commands inside the little programs of tools that look as though they only handled text. */
export function quietCommands(program: string, args: readonly Word[]): QuietCommands {
  if (awks.has(program)) return awkCommands(args);
  if (program === 'sed' || program === 'gsed') return sedCommands(args);
  if (program === 'sort') return sortCommands(args);
  return nothing;
}

const awks = new Set(['awk', 'gawk', 'mawk', 'nawk', 'original-awk']);
const quoted = String.raw`"((?:[^"\\]|\\.)*)"`;
const awkForms = [
  new RegExp(String.raw`\bsystem\s*\(\s*${quoted}\s*\)`, 'g'),
  new RegExp(String.raw`${quoted}\s*\|&?\s*getline`, 'g'),
  new RegExp(String.raw`\bprintf?\b[^;\n|]{0,500}\|&?\s*${quoted}`, 'g'),
];

const awkRuns = /\bsystem\b|\bgetline\b|@load|\bprintf?\b[^;\n}]{0,500}[^|]\|(?!\|)/;
const longestProgram = 10_000;

/** Commands in full quotes are read; one that is put together while awk runs is not known before. */
function awkCommands(args: readonly Word[]): QuietCommands {
  const scripts: string[] = [];
  let rest = args.map(({ text }) => text).join('\n');
  if (rest.length > longestProgram) return { scripts, doubt: 'a long awk program may run others' };
  for (const form of awkForms) {
    rest = rest.replace(form, (_, command: string) => {
      scripts.push(command.replace(/\\(.)/g, '$1'));
      return ' ';
    });
  }
  const isOpen = args.some(({ dynamic }) => dynamic) || awkRuns.test(rest);
  return { scripts, doubt: isOpen ? 'awk may run other programs' : null };
}

const sedRuns = /(?:^|[^A-Za-z\\])[gpiImM\d]{0,8}e[gpiImM\d]{0,8}(?=[\s;}]|$)/m;

/** `e` runs a command, and the flag `e` what a line has become. */
function sedCommands(args: readonly Word[]): QuietCommands {
  const runs = args.some(({ text }) => text !== '-e' && sedRuns.test(text));
  const isSafe = args.some(({ text }) => text === '--sandbox');
  return runs && !isSafe ? { scripts: [], doubt: 'sed may run other programs' } : nothing;
}

function sortCommands(args: readonly Word[]): QuietCommands {
  const at = args.findIndex(({ text }) => /^--compress-prog/.test(text));
  if (at < 0) return nothing;
  const text = args[at]?.text ?? '';
  const inline = text.includes('=') ? text.slice(text.indexOf('=') + 1) : args[at + 1]?.text;
  return { scripts: inline === undefined ? [] : [inline], doubt: null };
}
