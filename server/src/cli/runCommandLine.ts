import { CommanderError } from 'commander';
import { AppError } from '#protocol/errors';
import { visible, visibleLines } from '#protocol/shown/visible';
import { CommandLine, type GlobalOptions } from './commandLine';
import type { Agent, Door } from './door/door';
import { failedOutcome } from './failure';
import type { ConnectChoice, Globals, Invocation, Outcome } from './invocation';
import { buildProgram, isHelp } from './program';
import { rewriteArguments } from './rewriteArguments';
import { jsonText } from './terminal/jsonText';
import { englishMessages, localeOf, messagesIn } from './terminal/messages';
import type { Terminal } from './terminal/terminal';

/** The world of one command: what the process hands in, and tests replace. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly version: string;
  readonly programs: string;
  terminal(choice: { readonly color: boolean; readonly mayAsk: boolean }): Terminal;
  /** Finds the workspace of `--root`. */
  findRoot(given: string | undefined): string;
  connect(
    globals: Globals & Pick<ConnectChoice, 'storePath'>,
    onStart: () => void,
    agent?: Agent,
  ): Promise<Door>;
  readInput(): Promise<string>;
  onInterrupt(listener: () => void): () => void;
  leave(exit: number): void;
}

/** Runs one command from its arguments to its exit code. Never throws. */
export async function runCommandLine(words: readonly string[], world: World): Promise<number> {
  const isJson = words.includes('--json');
  const fallback = world.terminal({ color: !words.includes('--no-color'), mayAsk: false });
  let exit = 0;
  const line = new CommandLine(async (act, options) => {
    exit = await perform(act, options, world);
  });
  const complaints: string[] = [];
  const program = buildProgram(line, world.version, {
    out: (text) => fallback.out(text),
    error: (text) => complaints.push(text.trimEnd()),
  });
  try {
    await program.parseAsync([...rewriteArguments(words)], { from: 'user' });
    return exit;
  } catch (error) {
    if (isHelp(error)) {
      return 0;
    }
    if (isJson) {
      return usageDocument(error, fallback);
    }
    const messages = await messagesIn(localeOf(localeGiven(words), world.env));
    fallback.say(visibleLines(complaints.map(messages.usage).join('\n')));
    if (!isHelpShown(error)) {
      fallback.say(messages.seeHelp(line.refused));
    }
    return 2;
  }
}

/** The language asked for where the arguments as a whole were not understood. */
function localeGiven(words: readonly string[]): string | undefined {
  const index = words.findIndex((word) => word === '--locale' || word.startsWith('--locale='));
  const [, own] = words[index]?.split('=') ?? [];
  return index === -1 ? undefined : (own ?? words[index + 1]);
}

function isHelpShown(error: unknown): boolean {
  return error instanceof CommanderError && error.message === '(outputHelp)';
}

async function perform(
  act: (invocation: Invocation) => Promise<Outcome>,
  options: GlobalOptions,
  world: World,
): Promise<number> {
  const isJson = options['json'] === true;
  const isAsking = options['nonInteractive'] !== true;
  const terminal = world.terminal({ color: options['color'] !== false, mayAsk: isAsking });
  const messages = await messagesIn(localeOf(options['locale'] as string | undefined, world.env));
  let door: Promise<Door> | undefined;
  try {
    const globals = globalsOf(options, world);
    const started = () => terminal.say(messages.starting(visible(globals.root)));
    const connect = (choice?: ConnectChoice) => {
      door ??= world.connect({ ...globals, ...choice }, started);
      return door;
    };
    const connectAgent = (agent: Agent, choice?: { readonly mayStart: false }) =>
      world.connect({ ...globals, ...choice }, started, agent);
    const { env, cwd, version, programs, readInput, onInterrupt, leave } = world;
    const outcome = await act({
      ...{ env, cwd, version, programs, readInput, onInterrupt, leave },
      ...{ globals, terminal, messages, connect, connectAgent },
    });
    show(outcome, isJson, terminal);
    return outcome.exit ?? 0;
  } catch (error) {
    const failed = failedOutcome(error, messages);
    if (isJson) {
      terminal.out(`${jsonText(failed.document)}\n`);
    } else {
      terminal.say(failed.text);
    }
    return failed.exit;
  } finally {
    (await door?.catch(() => undefined))?.close();
  }
}

function globalsOf(options: GlobalOptions, world: World): Globals {
  const text = (name: string) => options[name] as string | undefined;
  return {
    json: options['json'] === true,
    limit: options['limit'] as number | undefined,
    root: world.findRoot(text('root')),
    baseUrl: text('baseUrl'),
    token: text('token'),
    nonInteractive: options['nonInteractive'] === true,
    mayStart: options['start'] !== false,
  };
}

function show(outcome: Outcome, isJson: boolean, terminal: Terminal): void {
  if (isJson) {
    terminal.out(`${jsonText(outcome.document)}\n`);
    return;
  }
  if (outcome.problems !== undefined && outcome.problems.length > 0) {
    terminal.say(outcome.problems.join('\n'));
  }
  if (outcome.text !== '') {
    terminal.out(outcome.text.endsWith('\n') ? outcome.text : `${outcome.text}\n`);
  }
}

/** Usage errors, help without a sub-command included, are one document as well. */
function usageDocument(error: unknown, terminal: Terminal): number {
  const message = error instanceof CommanderError ? error.message.replace(/^error: /, '') : String(error);
  const text = isHelpShown(error) ? 'a sub-command is missing; see --help' : message;
  terminal.out(`${jsonText(failedOutcome(new AppError('BAD_REQUEST', text), englishMessages).document)}\n`);
  return 2;
}
