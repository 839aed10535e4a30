import { Buffer } from 'node:buffer';
import type { Processes, ProcessRequest, ProcessResult } from '../../runtime/ports';
import { cappedOutput } from './cappedOutput';

/** How a scripted program behaves; `hangs` lasts until the request is cancelled, or times out when it has a limit. */
export interface ScriptedProgram {
  readonly exitCode?: number;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly spawnError?: string;
  readonly hangs?: boolean;
}

/** The memory twin of the processes port; `requests` lists what was asked, oldest first. */
export interface ScriptedProcesses extends Processes {
  readonly requests: readonly ProcessRequest[];
}

/** Answers every request from `program`; one that it does not know is a program that is not there. */
export function scriptedProcesses(
  program: (request: ProcessRequest) => ScriptedProgram | undefined | Promise<ScriptedProgram | undefined>,
  environment: Readonly<Record<string, string>> = { PATH: '/usr/bin' },
  missing: readonly string[] = [],
): ScriptedProcesses {
  const requests: ProcessRequest[] = [];
  return {
    requests,
    environment: (allow) =>
      Object.fromEntries(
        Object.entries(environment).filter(([name]) => name === 'PATH' || allow.includes(name)),
      ),
    ownPath: () => ({ PATH: '/usr/bin' }),
    canIsolateNetwork: async () => true,
    has: async (name) => !missing.includes(name),
    async run(request) {
      requests.push(request);
      if (request.signal.aborted) return { ...quiet, cancelled: true };
      const script = (await program(request)) ?? { spawnError: `program '${request.argv[0]}' was not found` };
      if (script.spawnError !== undefined) return { ...quiet, spawnError: script.spawnError };
      const written = { ...quiet, ...write(script, request), pid: requests.length };
      return script.hangs ? hang(written, request) : { ...written, exitCode: script.exitCode ?? 0 };
    },
  };
}

async function hang(written: ProcessResult, request: ProcessRequest): Promise<ProcessResult> {
  if (request.timeoutMs === null && !request.signal.aborted) await aborted(request.signal);
  return {
    ...written,
    cancelled: request.signal.aborted,
    timedOut: !request.signal.aborted,
    signal: 'SIGTERM',
  };
}

const quiet: ProcessResult = {
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

function write(script: ScriptedProgram, request: ProcessRequest) {
  const one = (stream: 'stdout' | 'stderr') => {
    const kept = cappedOutput(request.maxOutputBytes);
    const bytes = Buffer.from(script[stream] ?? '', 'utf8');
    kept.add(bytes);
    if (bytes.length > 0) request.onOutput?.({ stream, bytes });
    return kept;
  };
  const [stdout, stderr] = [one('stdout'), one('stderr')];
  return {
    stdout: stdout.text(),
    stderr: stderr.text(),
    truncated: stdout.isTruncated() || stderr.isTruncated(),
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
