import { tmpdir } from 'node:os';
import { runCommandLine, type World } from '../../server/src/cli/runCommandLine';
import type { ScriptedDoor } from './scriptedDoor';
import { type ScriptedAnswer, scriptedTerminal } from './scriptedTerminal';

/** What a test gives a command. */
export interface Setting {
  readonly door?: ScriptedDoor;
  readonly answers?: readonly ScriptedAnswer[];
  readonly root?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Folder of the bundles. */
  readonly programs?: string;
  /** Whether results go to a screen that shows colours. */
  readonly isOutScreen?: boolean;
}

/** How a command went. */
export interface CommandResult {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly questions: readonly string[];
}

/** Ctrl-C for the command under way, and the exit codes with which it left at once. */
export const interrupts = { listeners: new Set<() => void>(), left: [] as number[] };

/** Runs a whole command line within this process, with a scripted server and person. */
export async function runScripted(words: readonly string[], setting: Setting = {}): Promise<CommandResult> {
  const mayAsk = !words.includes('--non-interactive');
  const terminal = scriptedTerminal(mayAsk ? setting.answers : undefined);
  const root = setting.root ?? tmpdir();
  const world: World = {
    env: setting.env ?? {},
    cwd: root,
    version: '1.2.3',
    programs: setting.programs ?? root,
    terminal: ({ color }) => {
      const isOutScreen = setting.isOutScreen === true;
      return { ...terminal, isOutScreen, outColor: isOutScreen && color };
    },
    findRoot: () => root,
    connect: () =>
      setting.door ? Promise.resolve(setting.door) : Promise.reject(new Error('the command wants a server')),
    readInput: () => Promise.resolve(setting.input ?? ''),
    onInterrupt: (listener) => {
      interrupts.listeners.add(listener);
      return () => interrupts.listeners.delete(listener);
    },
    leave: (exit) => interrupts.left.push(exit),
  };
  const exit = await runCommandLine(words, world);
  return { exit, stdout: terminal.stdout(), stderr: terminal.stderr(), questions: terminal.questions };
}
