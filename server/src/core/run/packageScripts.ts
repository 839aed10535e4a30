import type { JsonObject } from '#protocol/json';
import type { CommandFact } from '../policy/action';
import { parseCommand } from '../policy/commands/parseCommand';

/** A script of `package.json` that a command would run, with its whole text. */
export interface PackageScript {
  readonly name: string;
  readonly text: string;
}

/** A call of a program that runs scripts of `package.json`: the folder it looks from, and what follows the program. */
export interface ManagerCall {
  readonly cwd: string;
  readonly words: readonly string[];
}

/** The calls within a command that run scripts by their names; none where the command is not understood, for it is denied. */
export function managerCalls(fact: CommandFact): readonly ManagerCall[] {
  const text = 'argv' in fact ? fact.argv.join(' ') : fact.script;
  if (!/npm|yarn|bun|--run/i.test(text)) {
    return [];
  }
  const parsed = parseCommand(fact);
  const calls = 'unparsable' in parsed ? [] : parsed;
  return calls
    .filter(({ program, flags }) => managers.has(program) || (program === 'node' && flags.includes('--run')))
    .map(({ args, cwd }) => ({
      cwd: folderOf(args, cwd),
      words: args.length === 0 ? ['install'] : wordsOf(args),
    }));
}

/**
 * The scripts that a call would run, each with those that stand before and behind it and those that it names in turn. Rather
 * one too many than one too few: whatever is named by a word of the call counts.
 */
export function packageScripts(words: readonly string[], manifest: string): readonly PackageScript[] {
  const scripts = scriptsOf(manifest);
  const found = new Map<string, string>();
  const open = [...words];
  for (let word = open.shift(); word !== undefined; word = open.shift()) {
    for (const name of namesFor(word, scripts)) {
      const text = scripts.get(name);
      if (text !== undefined && !found.has(name)) {
        found.set(name, text);
        open.push(...(runsOthers.test(text) ? wordsOf(text.split(/[\s;&|()'"`]+/)) : []));
      }
    }
  }
  return [...found].map(([name, text]) => ({ name, text }));
}

const managers: ReadonlySet<string> = new Set(['npm', 'pnpm', 'yarn', 'bun']);

/** What a script calls that runs other scripts. */
const runsOthers = /npm|yarn|bun|--run|run-[sp]/;

/** Words that stand for scripts of other names. */
const meant: Readonly<Record<string, readonly string[]>> = {
  t: ['test'],
  tst: ['test'],
  restart: ['restart', 'stop', 'start'],
};

/** What a package does around being installed, packed and published. */
const lifecycle = ['install', 'publish', 'prepublish', 'prepublishOnly', 'prepare', 'pack'];

const lifecycleWords: ReadonlySet<string> = new Set(
  'add ci cit clean-install i in install install-test it link pack publish rb rebuild up update upgrade'.split(
    ' ',
  ),
);

function namesFor(word: string, scripts: ReadonlyMap<string, string>): readonly string[] {
  const isPattern = word.endsWith('*');
  const named = isPattern
    ? [...scripts.keys()].filter((name) => name.startsWith(word.replace(/\*+$/, '')))
    : [word, ...(Object.hasOwn(meant, word) ? (meant[word] ?? []) : [])];
  const around = lifecycleWords.has(word) ? lifecycle : [];
  return [...named, ...around].flatMap((name) => [`pre${name}`, name, `post${name}`]);
}

/** Words as names: `--run=build` and `npm:build` mean `build`. */
function wordsOf(args: readonly string[]): readonly string[] {
  return args.map((arg) => arg.replace(/^(--run=|npm:)/, ''));
}

/** Where a call looks for its package, if it says so. */
function folderOf(args: readonly string[], cwd: string): string {
  const at = args.findIndex((arg) => folderFlags.has(arg));
  const joined = args.find((arg) => /^--(prefix|dir|cwd)=/.test(arg));
  const given = joined?.slice(joined.indexOf('=') + 1) ?? (at < 0 ? undefined : args[at + 1]);
  return given === undefined ? cwd : `${cwd}/${given}`;
}

const folderFlags: ReadonlySet<string> = new Set(['--prefix', '--dir', '--cwd', '-C']);

/** A damaged file has no scripts: whoever would run them refuses it too. */
function scriptsOf(manifest: string): ReadonlyMap<string, string> {
  const scripts = new Map<string, string>();
  for (const [name, text] of Object.entries(objectIn(parsed(manifest))['scripts'] ?? {})) {
    if (typeof text === 'string') {
      scripts.set(name, text);
    }
  }
  return scripts;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function objectIn(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null ? (value as JsonObject) : {};
}
