import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '#protocol/errors';

/** The workspace a command means: `--root`, or the nearest folder upwards that is one, or the current folder. */
export function findRoot(given: string | undefined, cwd: string): string {
  if (given !== undefined) {
    return existingFolder(resolve(cwd, given));
  }
  let folder = resolve(cwd);
  while (!isWorkspace(folder)) {
    const parent = dirname(folder);
    if (parent === folder) {
      return resolve(cwd);
    }
    folder = parent;
  }
  return folder;
}

function isWorkspace(folder: string): boolean {
  return existsSync(join(folder, '.holdpoint')) || existsSync(join(folder, '.git'));
}

function existingFolder(path: string): string {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new AppError('BAD_REQUEST', `--root: no folder ${path}`);
  }
  return path;
}
