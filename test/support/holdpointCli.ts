import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

/** How a command ended and what it wrote. */
export interface CommandEnd {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where and how a command runs. */
export interface CommandPlace {
  readonly root: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Bytes on its stdin. */
  readonly input?: string;
  /** Sees the process once it runs. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** Runs the built command as a shell would, without a terminal; its server's socket lies in the workspace. */
export function holdpointAt(place: CommandPlace, ...words: readonly string[]): Promise<CommandEnd> {
  const { root, env = {}, input, onStart } = place;
  return new Promise((done, fail) => {
    const { HOLDPOINT_TOKEN: _, HOLDPOINT_BASE_URL: __, ...inherited } = process.env;
    const child = spawn(process.execPath, [resolve('dist/server/cli.cjs'), ...words], {
      cwd: root,
      env: { ...inherited, XDG_RUNTIME_DIR: join(root, '.holdpoint'), ...env },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const text = { stdout: '', stderr: '' };
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text.stdout += part;
    });
    child.stderr?.setEncoding('utf8').on('data', (part: string) => {
      text.stderr += part;
    });
    child.once('error', fail);
    child.once('close', (exit) => done({ exit, ...text }));
    child.stdin?.end(input);
    onStart?.(child);
  });
}

/** The same where only the workspace matters. */
export function holdpoint(root: string, ...words: readonly string[]): Promise<CommandEnd> {
  return holdpointAt({ root }, ...words);
}
