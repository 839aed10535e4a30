import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#protocol/errors';
import { readServerFile } from './serverFile';

const patienceMs = 10_000;

/** How to start the server of a workspace. */
export interface ServerProgram {
  /** The bundle of the server process. */
  readonly path: string;
  readonly root: string;
  /** Where its record lies, when not in the workspace. */
  readonly storePath?: string | undefined;
}

/**
 * Starts a server that outlives this process and resolves once `answers` says so; when it does not within ten
 * seconds, or dies, the failure carries what this start wrote to its log.
 */
export async function startServer<T>(
  program: ServerProgram,
  answers: () => Promise<T | undefined>,
): Promise<T> {
  const logFile = join(program.root, '.holdpoint', 'logs', 'server.log');
  const logStart = sizeOf(logFile);
  const child = spawnServer(program);
  let exit: string | undefined;
  child.once('error', (error) => {
    exit = error.message;
  });
  child.once('exit', (code, signal) => {
    exit = code === 0 ? undefined : `it ended with ${signal ?? `code ${code}`}`;
  });
  child.unref();
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline && exit === undefined) {
    const answer = readServerFile(program.root) && (await answers());
    if (answer !== undefined) {
      return answer;
    }
    await delay(20);
  }
  const why = exit ?? `it did not answer within ${patienceMs / 1000} seconds`;
  const log = saidSince(logFile, logStart);
  throw new AppError('SERVER_UNREACHABLE', `the server of ${program.root} did not start: ${why}${log}`);
}

function spawnServer({ path, root, storePath }: ServerProgram) {
  const logs = join(root, '.holdpoint', 'logs');
  const elsewhere = storePath === undefined ? [] : ['--sqlite-db-path', storePath];
  try {
    makeFolder(join(root, '.holdpoint'));
    makeFolder(logs);
    const log = openSync(join(logs, 'server.log'), 'a', 0o600);
    const child = spawn(process.execPath, [path, '--root', root, ...elsewhere], {
      cwd: root,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    return child;
  } catch (error) {
    throw new AppError('SERVER_UNREACHABLE', `cannot start a server in ${root}: ${whyNot(error, root)}`);
  }
}

function whyNot(error: unknown, root: string): string {
  const state = join(root, '.holdpoint');
  const isFile = statSync(state, { throwIfNoEntry: false })?.isDirectory() === false;
  return isFile
    ? `${state} is not a directory of its own; remove it and start again`
    : (error as Error).message;
}

/** Not `recursive`: on a read-only disk that answers as if the workspace were missing. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}

const mostSaid = 8;

/** What the server said for people since it was started; when it said nothing so, the ends of its log lines. */
function saidSince(logFile: string, start: number): string {
  try {
    const lines = readFileSync(logFile).subarray(start).toString('utf8').trimEnd().split('\n');
    const plain = lines.filter((line) => !line.startsWith('{"timestamp":'));
    const shown = plain.length > 0 ? plain : lines;
    return `\n${shown.slice(-mostSaid).join('\n')}`;
  } catch {
    return '';
  }
}
