import { realpathSync } from 'node:fs';
import { AppError } from '#protocol/errors';
import type { Result } from '#protocol/methods';
import { visible } from '#protocol/shown/visible';
import type { Tell } from '#protocol/translation/tell';
import type { Invocation } from '../../invocation';
import { checkFiles } from './checkFiles';

/** What `verify` found. */
export interface Verification {
  readonly passed: boolean;
  readonly failures: readonly string[];
  readonly warnings: readonly string[];
}

/** Checks the last run by its record and its files (OPS-03). Only reads: not even a server is started. */
export async function verifyLastRun(call: Pick<Invocation, 'connect' | 'globals'>): Promise<Verification> {
  const failures: string[] = [];
  const run = await checkServer(call, failures);
  const { warnings } = checkFiles(call.globals.root, run, failures);
  return { passed: failures.length === 0, failures, warnings };
}

/** The lines of a verification, its outcome last. */
export function verificationLines(
  { passed, failures, warnings }: Verification,
  told: Tell,
): readonly string[] {
  return [
    ...failures.map((failure) => `FAIL ${visible(failure)}`),
    ...warnings.map((warning) => `WARN ${visible(warning)}`),
    passed ? 'test passed' : 'test failed',
  ].map(told);
}

/** The last run, when the server is ready and has one. */
async function checkServer(
  { connect, globals }: Pick<Invocation, 'connect' | 'globals'>,
  failures: string[],
): Promise<Result<'run/show'> | undefined> {
  try {
    const door = await connect({ mayStart: false });
    const { root, store } = await door.request('server/status', {});
    if (store.read_only_reason !== null) {
      failures.push(`server not ready: ${store.read_only_reason}`);
    }
    if (realPath(root) !== realPath(globals.root)) {
      failures.push(`runtime path not resolved: the server works in ${root}`);
    }
    return checkRun(await door.request('run/show', { run_id: 'latest' }), failures);
  } catch (error) {
    if (!(error instanceof AppError)) {
      throw error;
    }
    failures.push(error.code === 'NOT_FOUND' ? 'no run' : `server not ready: ${error.message}`);
    return undefined;
  }
}

function checkRun(run: Result<'run/show'>, failures: string[]): Result<'run/show'> {
  if (run.status !== 'succeeded') {
    failures.push(`run ${run.run_id} ended ${run.status}`);
  }
  return run;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
