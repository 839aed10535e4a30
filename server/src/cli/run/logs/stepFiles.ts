import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#protocol/errors';
import { fileFault } from '../../fileFault';
import { writeWhole } from '../output/writeWhole';
import { stepFileName, stepFolder } from './logPaths';

/** The numbers of a workspace's step logs, ascending. */
export function stepNumbers(root: string): readonly number[] {
  try {
    return readdirSync(stepFolder(root))
      .flatMap((name) => /^step_(\d{3,})[.]json$/.exec(name)?.slice(1) ?? [])
      .map(Number)
      .sort((left, right) => left - right);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}

/** A step log as it lies on the disk. */
export function readStepFile(root: string, number: number): string {
  return readFileSync(join(stepFolder(root), stepFileName(number)), 'utf8');
}

/**
 * Adds a step log under the number after the highest and answers with that number. The file appears whole or not at
 * all and replaces none: when somebody else took the number meanwhile, the next one is tried.
 */
export function addStepFile(root: string, contentOf: (number: number) => string): number {
  mkdirSync(stepFolder(root), { recursive: true });
  for (;;) {
    const number = (stepNumbers(root).at(-1) ?? 0) + 1;
    if (createWhole(join(stepFolder(root), stepFileName(number)), contentOf(number))) {
      return number;
    }
  }
}

/** Whether the file could be made; a hard link fails where a rename would replace. */
function createWhole(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}.draft`;
  try {
    writeWhole(draft, content);
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw error instanceof AppError
      ? error
      : new AppError('BAD_REQUEST', `cannot write ${path}: ${fileFault(error)}`);
  } finally {
    rmSync(draft, { force: true });
  }
}
