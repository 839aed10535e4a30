import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '#protocol/errors';
import { machineProgram } from '../machinePrograms';

/** One call of the git program. */
export interface GitCall {
  readonly input?: string | AsyncIterable<Uint8Array>;
  /** Added to the minimal environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes besides 0 that are an answer, not a failure. */
  readonly accept?: readonly number[];
}

/** What git answered. */
export interface GitAnswer {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs git in one directory. */
export type RunGit = (argv: readonly string[], call?: GitCall) => Promise<GitAnswer>;

/** Settings that keep foreign programs and prompts out of every call: hooks, monitors, signing, maintenance. */
const settings = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'safe.bareRepository=explicit',
  'core.splitIndex=false',
  'core.quotePath=false',
  'core.fsync=committed,pack-metadata,loose-object,reference',
  'core.fsyncMethod=batch',
  'commit.gpgSign=false',
  'submodule.recurse=false',
  'status.submoduleSummary=false',
  'maintenance.auto=false',
  'gc.auto=0',
];

const passedOn = [
  'PATH',
  'HOME',
  'XDG_CONFIG_HOME',
  'TMPDIR',
  'USERPROFILE',
  'SystemRoot',
  'TEMP',
  'TMP',
  'PATHEXT',
];

/** Git with an argv, never a shell; the child sees a minimal environment, and paths mean themselves, not patterns. */
export function gitProcess(directory: string): RunGit {
  return async (argv, call = {}) => {
    const options = settings.flatMap((setting) => ['-c', setting]);
    const answer = await runToEnd(
      ['--no-pager', '--literal-pathspecs', ...options, ...argv],
      directory,
      call,
    );
    if (answer.exitCode === 0 || call.accept?.includes(answer.exitCode)) return answer;
    const said = answer.stderr.trim().split('\n').at(-1) ?? '';
    const text = `git ${argv[0]} failed in ${directory} (exit code ${answer.exitCode}): ${said}`;
    throw new AppError('STATE_CONFLICT', text, { argv: [...argv], stderr: answer.stderr.slice(0, 4000) });
  };
}

/** Exit code that stands for "git is not installed". */
export const gitMissing = 127;

const missing: GitAnswer = { exitCode: gitMissing, stdout: Buffer.alloc(0), stderr: 'git is missing' };

/** Variables for every call: no prompt, no pager, no editor, no lock for a mere look, and no network: nothing is fetched behind one's back. */
export const quiet = {
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_PAGER: 'cat',
  GIT_EDITOR: 'true',
};

function environment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = passedOn.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(kept), ...quiet, ...extra };
}

function runToEnd(argv: readonly string[], cwd: string, call: GitCall): Promise<GitAnswer> {
  const program = machineProgram('git');
  if (program === undefined) return Promise.resolve(missing);
  return new Promise((resolve, reject) => {
    const child = spawn(program, argv, {
      cwd,
      env: environment(call.env ?? {}),
      stdio: 'pipe',
      windowsHide: true,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve(missing);
      else reject(error);
    });
    child.on('close', (code, signal) => {
      const said = Buffer.concat(stderr).toString('utf8');
      resolve({
        exitCode: code ?? 128,
        stdout: Buffer.concat(stdout),
        stderr: signal ? `${said}ended by ${signal}` : said,
      });
    });
    // A child that ends early closes its input; its exit code tells why.
    const input = typeof call.input === 'object' ? call.input : [call.input ?? ''];
    pipeline(Readable.from(input), child.stdin).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') reject(error);
    });
  });
}

/** The parts of an answer with `-z`. */
export function zeroSeparated(bytes: Buffer): string[] {
  const parts = bytes.toString('utf8').split('\0');
  parts.pop();
  return parts;
}
