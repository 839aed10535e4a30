import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { AppError } from '#protocol/errors';
import type { Processes, ProcessRequest, ProcessResult } from '../../runtime/ports';
import { childEnvironment } from './childEnvironment';
import { collectOutput } from './collectOutput';
import { isOnPath } from './isOnPath';
import { networkIsolation, wrappedSpawnError } from './networkIsolation';
import { type ProcessTree, processTree } from './processTree';
import { windowsProgram } from './windowsProgram';

/** What running children needs from whoever composes the server. */
export interface NodeProcessesOptions {
  /** The real absolute directory for a slot-relative one; rejects for one outside the slot. */
  readonly resolveCwd: (cwd: string) => Promise<string>;
  /** Where `environment` takes values from; the server's own environment by default. */
  readonly source?: Readonly<Record<string, string | undefined>> | undefined;
  /** Where programs are looked for that nobody was asked about; the PATH of `source` by default. */
  readonly ownPath?: string;
}

/** Names the run in the environment of everything it starts, so that nothing it leaves behind goes unseen. */
const markerName = 'HOLDPOINT_PROCESS';
/** How long the output may lag behind the end of the process that was started. */
const drainMs = 500;
/** Timers of Node fire at once when the time does not fit into 31 bits. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Runs programs by argv, never through a shell. Nothing that a run started outlives it: when the program ends, times
 * out or is cancelled, what is left of its tree is ended too, and output that comes later is dropped.
 */
export function nodeProcesses(options: NodeProcessesOptions): Processes {
  const source = options.source ?? process.env;
  const environment = (allow: readonly string[]) => childEnvironment(source, process.platform, allow);
  const ownPath = pathOf(environment([]), options.ownPath);
  const isolation = networkIsolation({ ...environment([]), ...ownPath });
  return {
    environment,
    ownPath: () => ownPath,
    canIsolateNetwork: async () => (await isolation()) !== null,
    has: async (program) => isOnPath(program, environment([])),
    async run(request) {
      const startedMs = performance.now();
      const cwd = await options.resolveCwd(request.cwd);
      const wrapper = request.isolateNetwork ? await isolation() : [];
      if (wrapper === null) {
        throw new AppError('EXECUTOR_REQUIRED', 'this machine cannot keep a command from the network');
      }
      const result = request.signal.aborted ? cancelledBefore : await runIn(cwd, request, wrapper);
      return { ...result, durationMs: Math.round(performance.now() - startedMs) };
    },
  };
}

/** By the name that the variable has in an environment: to Windows `Path` is the same. */
function pathOf(environment: Readonly<Record<string, string>>, path: string | undefined) {
  const name = Object.keys(environment).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { [name]: path ?? environment[name] ?? '' };
}

const notStarted: ProcessResult = {
  exitCode: null,
  signal: null,
  timedOut: false,
  cancelled: false,
  spawnError: null,
  stdout: '',
  stderr: '',
  truncated: false,
  pid: null,
  durationMs: 0,
};
const cancelledBefore: ProcessResult = { ...notStarted, cancelled: true };

async function runIn(
  cwd: string,
  request: ProcessRequest,
  wrapper: readonly string[],
): Promise<ProcessResult> {
  const marker = randomBytes(8).toString('hex');
  const started = await start(cwd, request, wrapper, marker);
  if ('problem' in started) return { ...notStarted, spawnError: started.problem };
  const { child, pid } = started;
  const tree = processTree(pid, `${markerName}=${marker}`);
  const output = collectOutput(child, request);
  const end = await untilEnd(child, tree, request);
  output.stop();
  const stderr = output.stderr.text();
  if (wrapper.length > 0 && wrappedSpawnError(end.exitCode, stderr)) {
    return {
      ...notStarted,
      spawnError: `program '${request.argv[0]}' could not be started: ${stderr.trim()}`,
    };
  }
  return {
    ...notStarted,
    ...end,
    stdout: output.stdout.text(),
    stderr,
    truncated: output.stdout.isTruncated() || output.stderr.isTruncated(),
    pid,
  };
}

type Started = { readonly child: ChildProcess; readonly pid: number } | { readonly problem: string };

function start(
  cwd: string,
  request: ProcessRequest,
  wrapper: readonly string[],
  marker: string,
): Promise<Started> {
  const isWindows = process.platform === 'win32';
  const found = isWindows ? windowsProgram(request.argv, request.env, cwd) : { argv: request.argv };
  if ('problem' in found) return Promise.resolve(found);
  const [program = '', ...args] = [...wrapper, ...found.argv];
  return new Promise((resolve) => {
    try {
      const child = spawn(program, args, {
        cwd,
        env: { ...request.env, [markerName]: marker },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: !isWindows,
        shell: false,
        windowsHide: true,
      });
      const fail = (error: Error) => resolve({ problem: whyNotStarted(program, error) });
      child.once('error', fail);
      child.once('spawn', () => {
        child.off('error', fail);
        child.on('error', () => undefined);
        resolve({ child, pid: child.pid ?? 0 });
      });
    } catch (error) {
      resolve({ problem: whyNotStarted(program, error) });
    }
  });
}

function whyNotStarted(program: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return `program '${program}' was not found`;
  if (code === 'EACCES') return `program '${program}' is not executable`;
  if (code === 'E2BIG') return `the arguments of '${program}' are too long`;
  return `program '${program}' could not be started: ${message}`;
}

type End = Pick<ProcessResult, 'exitCode' | 'signal' | 'timedOut' | 'cancelled'>;

/** Waits for the program, its deadline or the person, then for the rest of the tree. */
async function untilEnd(child: ChildProcess, tree: ProcessTree, request: ProcessRequest): Promise<End> {
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const cause = await firstOf(exited, request);
  if (cause === 'exited') await within(closed, drainMs);
  await tree.end(cause === 'cancelled' ? request.graceMs?.() : undefined);
  if (cause === 'exited') await within(closed, drainMs);
  else await within(Promise.all([closed, exited]), drainMs);
  const isOwnEnd = cause === 'exited';
  return {
    exitCode: isOwnEnd ? child.exitCode : null,
    signal: child.signalCode,
    timedOut: cause === 'timeout',
    cancelled: cause === 'cancelled',
  };
}

function firstOf(
  exited: Promise<void>,
  request: ProcessRequest,
): Promise<'exited' | 'timeout' | 'cancelled'> {
  return new Promise((resolve) => {
    const limitMs = request.timeoutMs === null ? null : Math.min(request.timeoutMs, longestTimerMs);
    const timer = limitMs === null ? undefined : setTimeout(() => settle('timeout'), limitMs);
    const onAbort = () => settle('cancelled');
    const settle = (cause: 'exited' | 'timeout' | 'cancelled') => {
      clearTimeout(timer);
      request.signal.removeEventListener('abort', onAbort);
      resolve(cause);
    };
    request.signal.addEventListener('abort', onAbort, { once: true });
    if (request.signal.aborted) settle('cancelled');
    void exited.then(() => settle('exited'));
  });
}

function within(promise: Promise<unknown>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void promise.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
