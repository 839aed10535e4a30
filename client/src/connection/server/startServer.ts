import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#protocol/errors';
import { type QueryLimits, queryArguments } from './queryLimits';

const patienceMs = 10_000;
const pauseMs = 20;

/** The server of one workspace as a program. */
export interface ServerProgram {
  /** The bundle of the server process. */
  readonly path: string;
  readonly root: string;
  /** Started from a workspace that is not trusted: it reads and decides, and starts nothing. */
  readonly isRestricted: boolean;
  /** Where traces of ended runs go; empty for what this window's own environment says. */
  readonly otlpEndpoint: string;
  /** What one question over all spans may cost; the server's own limits where a number is missing. */
  readonly queryLimits: QueryLimits;
}

/**
 * Starts a server that outlives this window and resolves once `answers` says so. When none does in time, the failure
 * says why, with the last lines of its log.
 */
export async function startServer<T>(
  program: ServerProgram,
  answers: () => Promise<T | undefined>,
): Promise<T> {
  const ended = await spawnServer(program);
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline && ended.failure === undefined) {
    const answer = await answers();
    if (answer !== undefined) {
      return answer;
    }
    await delay(pauseMs);
  }
  throw await startFailure(program.root, ended);
}

interface Ending {
  failure: string | undefined;
  /** It left the work to the owner of the lock. */
  hasGivenWay: boolean;
}

async function spawnServer(program: ServerProgram): Promise<Ending> {
  const { path, root, isRestricted, otlpEndpoint } = program;
  const ending: Ending = { failure: undefined, hasGivenWay: false };
  const log = await openLog(root);
  try {
    const restricted = isRestricted ? ['--restricted'] : [];
    const words = ['--root', root, ...restricted, ...queryArguments(program.queryLimits)];
    const child = spawn(process.execPath, [path, ...words], {
      cwd: root,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log.fd, log.fd],
      env: {
        ...process.env,
        ELECTRON_RUN_AS_NODE: '1',
        ...(otlpEndpoint !== '' && { HOLDPOINT_OTLP_ENDPOINT: otlpEndpoint }),
      },
    });
    child.once('error', (error) => {
      ending.failure = error.message;
    });
    child.once('exit', (code, signal) => {
      ending.hasGivenWay = code === 0;
      ending.failure = code === 0 ? undefined : `it ended with ${signal ?? `code ${code}`}`;
    });
    child.unref();
  } finally {
    await log.close();
  }
  return ending;
}

/** Links are not followed: whoever wrote the workspace must not choose which file is appended to. */
async function openLog(root: string): Promise<FileHandle> {
  try {
    const logs = join(root, '.holdpoint', 'logs');
    for (const folder of [join(root, '.holdpoint'), logs]) {
      await makeFolder(folder);
    }
    const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0 } = constants;
    return await open(join(logs, 'server.log'), O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW, 0o600);
  } catch (error) {
    throw new AppError('SERVER_UNREACHABLE', `cannot start a server in ${root}: ${(error as Error).message}`);
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
    if (!(await lstat(path)).isDirectory()) {
      throw new Error(`${path} is not a folder of its own; remove it and start again`);
    }
  }
}

async function startFailure(root: string, { failure, hasGivenWay }: Ending): Promise<AppError> {
  const log = await lastLogLines(root, 8);
  if (hasGivenWay) {
    const text = `another process holds the lock of ${root} and does not answer; end it, then start again`;
    return new AppError('SERVER_UNREACHABLE', text, { cause: 'locked', log });
  }
  const why = failure ?? `it did not answer within ${patienceMs / 1000} seconds`;
  return new AppError('SERVER_UNREACHABLE', `the server of ${root} did not start: ${why}`, { log });
}

async function lastLogLines(root: string, count: number): Promise<readonly string[]> {
  try {
    const text = await readFile(join(root, '.holdpoint', 'logs', 'server.log'), 'utf8');
    return text.trimEnd().split('\n').slice(-count);
  } catch {
    return [];
  }
}
