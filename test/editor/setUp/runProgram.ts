import { spawnSync } from 'node:child_process';

/** How a program of the set-up ended, and all that it wrote. */
export interface ProgramEnd {
  readonly status: number | null;
  readonly stdout: string;
  readonly output: string;
}

/** Where a program of the set-up runs, and with what environment. */
export interface ProgramPlace {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a program to its end; one that is not there ends with status `null`. */
export function runProgram(
  program: string,
  words: readonly string[],
  { cwd = process.cwd(), env = process.env }: ProgramPlace = {},
): ProgramEnd {
  const { status, stdout, stderr, error } = spawnSync(program, words, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    timeout: 600_000,
  });
  return { status, stdout: stdout ?? '', output: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}` };
}

/** Runs a program that has to succeed and gives what it printed. */
export function mustRun(program: string, words: readonly string[], place: ProgramPlace = {}): string {
  const { status, stdout, output } = runProgram(program, words, place);
  if (status !== 0) {
    throw new Error(`${program} ${words.join(' ')} ended with ${status}:\n${output}`);
  }
  return stdout;
}
