import type { CommandFact } from '../action';
import { readBash } from './bash/readBash';
import { readGit } from './gitOptions';
import { type NotParsed, type ParsedCommand, sortArguments } from './parsedCommand';
import { readPowershell } from './powershell/readPowershell';
import { interpreters, isWellKnown, programName, suspectArgument, suspectName } from './programs';
import { quietCommands } from './quietPrograms';
import { readCmd } from './readCmd';
import { type InnerScript, readsStandardInput, scriptOf } from './scripts';
import { deepest, literal, type SimpleCommand, Unparsable, type Word } from './simpleCommand';
import { findCommands, unwrap } from './wrappers';

/**
 * Every program that a call would run: wrappers such as `env` are looked through, scripts in arguments are read,
 * and each wrapper counts as well. What is not understood is said, and then denied by whoever judges.
 */
export function parseCommand(fact: CommandFact): readonly ParsedCommand[] | NotParsed {
  const found: ParsedCommand[] = [];
  try {
    if ('argv' in fact && fact.argv.length === 0) throw new Unparsable('no program is named');
    if ('argv' in fact) addCommand(found, bare(fact.argv.map(literal)), fact.cwd, 0);
    else addScript(found, { language: fact.shell, script: fact.script }, fact.cwd, 0);
  } catch (error) {
    if (error instanceof Unparsable) return { unparsable: error.message };
    throw error;
  }
  return found;
}

function bare(words: readonly Word[], outer?: SimpleCommand): SimpleCommand {
  return {
    words,
    assignments: [],
    redirects: [],
    upstream: outer?.upstream ?? [],
    doubts: outer?.doubts ?? [],
  };
}

function addScript(
  found: ParsedCommand[],
  { language, script }: InnerScript,
  cwd: string,
  depth: number,
): void {
  if (depth > deepest) throw new Unparsable('commands are nested too deeply');
  const commands =
    language === 'bash'
      ? readBash(script, depth)
      : language === 'powershell'
        ? readPowershell(script, depth)
        : readCmd(script);
  for (const command of commands) addCommand(found, command, cwd, depth);
}

function addCommand(found: ParsedCommand[], command: SimpleCommand, cwd: string, depth: number): void {
  if (depth > deepest) throw new Unparsable('commands are nested too deeply');
  const [first, ...rest] = command.words;
  if (first === undefined) {
    if (command.redirects.length > 0 || command.assignments.length > 0)
      found.push(describe(command, '', '', rest, cwd));
    return;
  }
  checkNames(first, rest);
  const program = programName(first.text);
  if (renaming.has(program)) throw new Unparsable(`${first.text} changes what later names mean`);
  found.push(describe(command, program, first.text, rest, cwd));
  const fromElsewhere =
    command.upstream.length > 0 || command.redirects.some(({ operator }) => operator.includes('<'));
  if (fromElsewhere && readsStandardInput(program, rest)) {
    throw new Unparsable(`${first.text} takes its commands from another command or file`);
  }
  addInner(found, command, { program, rest, cwd, depth });
}

/** After these a name may run something else than it says. */
const renaming = new Set([
  'set-alias',
  'trap',
  'enable',
  'complete',
  'unalias',
  'set-psdebug',
  'import-alias',
]);

interface Inside {
  readonly program: string;
  readonly rest: readonly Word[];
  readonly cwd: string;
  readonly depth: number;
}

function addInner(
  found: ParsedCommand[],
  command: SimpleCommand,
  { program, rest, cwd, depth }: Inside,
): void {
  for (const script of scriptsOf(program, rest)) addScript(found, script, cwd, depth + 1);
  const wrapped = unwrap(program, rest);
  if (wrapped !== undefined && wrapped.words.length > 0) {
    if (program === 'xargs' && interpreters.has(programName(wrapped.words[0]?.text ?? ''))) {
      throw new Unparsable('xargs gives a shell what it reads');
    }
    const text = shellText(wrapped.words);
    if (text !== undefined) addScript(found, { language: 'bash', script: text }, cwd, depth + 1);
    const inner = { ...bare(wrapped.words, command), assignments: wrapped.assignments };
    addCommand(found, inner, cwd, depth + 1);
  }
  if (program === 'find') {
    for (const words of findCommands(rest)) addCommand(found, bare(words, command), cwd, depth + 1);
  }
}

function scriptsOf(program: string, rest: readonly Word[]): readonly InnerScript[] {
  const script = scriptOf(program, rest);
  const quiet = quietCommands(program, rest).scripts.map(
    (text) => ({ language: 'bash', script: text }) as const,
  );
  return script === undefined ? quiet : [script, ...quiet];
}

/** `flock file -c 'rm x'`, `watch 'rm x'`: the wrapper gives the text to a shell. */
function shellText(words: readonly Word[]): string | undefined {
  return /\s/.test(words[0]?.text ?? '') ? words.map(({ text }) => text).join(' ') : undefined;
}

function checkNames(first: Word, rest: readonly Word[]): void {
  if (first.dynamic || first.process) throw new Unparsable('the program is only known when it runs');
  if (first.glob && first.text !== '[') throw new Unparsable('the program is a pattern');
  if (first.text.trim() === '') throw new Unparsable('the program has no name');
  const suspect = suspectName(first.text);
  if (suspect !== null) throw new Unparsable(suspect);
  for (const { text } of rest) {
    const hidden = suspectArgument(text);
    if (hidden !== null) throw new Unparsable(hidden);
    if (text.includes('\0')) throw new Unparsable('an argument holds a zero byte');
  }
}

const riskyVariables =
  /^(?:PATH|IFS|ENV|BASH_ENV|SHELLOPTS|BASHOPTS|PROMPT_COMMAND|LD_\w+|DYLD_\w+|GIT_\w+|NODE_OPTIONS|NODE_PATH|PYTHON\w+|PERL5?\w+|RUBY\w+|_?JAVA_\w*OPTIONS|JDK_JAVA_OPTIONS|PAGER|EDITOR|VISUAL|BROWSER|SHELL|HOME|PS4)$/i;

/** Whether a variable of this name changes what other programs do. */
export function isRiskyVariable(name: string): boolean {
  return riskyVariables.test(name);
}

const declaring = new Set([
  'export',
  'declare',
  'typeset',
  'local',
  'readonly',
  'set',
  'setx',
  'setenv',
  'read',
]);

function describe(
  command: SimpleCommand,
  program: string,
  written: string,
  rest: readonly Word[],
  cwd: string,
): ParsedCommand {
  const args = rest.map(({ text }) => text);
  const start = program === 'git' ? readGit(args).start : 0;
  const declared = declaring.has(program) ? args.map((arg) => arg.split('=', 1)[0] ?? '') : [];
  const { doubt } = quietCommands(program, rest);
  const hidden = doubt === null ? [] : [doubt];
  const risky = [...command.assignments, ...declared].filter(isRiskyVariable).map((name) => `sets ${name}`);
  return {
    program,
    written,
    isWellKnown: isWellKnown(written),
    ...sortArguments(args, start),
    globs: rest.filter(({ glob, dynamic }) => glob || dynamic).map(({ text }) => text),
    redirects: command.redirects,
    upstream: command.upstream.map(programName),
    doubts: [...command.doubts, ...hidden, ...risky],
    cwd,
  };
}
