import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '#protocol/errors';
import { acquireLock, type HeldLock } from '../../../adapters/lock';
import type { PhaseState } from '../../../core/report/projection/phaseState';
import { writeWhole } from '../output/writeWhole';
import { phaseStatePath } from './logPaths';

/** Writes the cursor of a run unless a newer one is there: of several processes one writes at a time (OPS-10). */
export function writeCursor(root: string, state: PhaseState): void {
  const path = phaseStatePath(root);
  mkdirSync(dirname(path), { recursive: true });
  const lock = waitForLock(`${path}.lock`);
  try {
    if (writtenAt(path) <= state.updated_at) {
      writeWhole(path, `${JSON.stringify(state, null, 2)}\n`);
    }
  } finally {
    lock.release();
  }
}

const patienceMs = 10_000;

function waitForLock(file: string): HeldLock {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const lock = acquireLock(file);
    if ('release' in lock) return lock;
    if (Date.now() > deadline) {
      throw new AppError('BAD_REQUEST', `cannot write the cursor: process ${lock.owner?.pid} holds ${file}`);
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  }
}

function writtenAt(path: string): string {
  try {
    const { updated_at } = JSON.parse(readFileSync(path, 'utf8')) as { updated_at?: unknown };
    return typeof updated_at === 'string' ? updated_at : '';
  } catch {
    return '';
  }
}
