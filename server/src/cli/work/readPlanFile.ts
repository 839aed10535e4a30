import { readFileSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { AppError } from '#protocol/errors';
import { largestText } from '../../core/plan/document/largestText';

/** A plan as it lies on disk. */
export interface PlanFile {
  readonly path: string;
  /** The path as people know it: relative to the current folder where that is shorter. */
  readonly name: string;
  readonly text: string;
}

/** Reads a file that a person named; every way in which it cannot be a plan's text is said in one sentence. */
export function readPlanFile(given: string, cwd: string): PlanFile {
  const path = resolve(cwd, given);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) {
    throw new AppError('BAD_REQUEST', `${given}: there is no such file`);
  }
  if (!stat.isFile()) {
    throw new AppError('BAD_REQUEST', `${given}: this is not a file`);
  }
  if (stat.size > largestText) {
    throw new AppError(
      'BAD_REQUEST',
      `${given}: ${stat.size} bytes are more than a plan may have (${largestText})`,
    );
  }
  const text = decoded(readFileSync(path), given);
  const name = relative(cwd, path);
  return { path, name: name.startsWith(`..${sep}`) ? path : name, text };
}

function decoded(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppError('BAD_REQUEST', `${name}: this is not UTF-8 text; save it as UTF-8`);
  }
}
