import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join, relative, resolve, sep } from 'node:path';
import process from 'node:process';

/**
 * A PATH without the folders of a workspace: what runs unasked, such as git, is never a file that came with the
 * workspace or that a plan wrote into it. A workspace around somebody's home is their machine, not a project.
 */
export function machinePath(path: string, root: string, home = homedir()): string {
  if (isInside(home, root)) {
    return path;
  }
  return path
    .split(delimiter)
    .filter(
      (folder) => isAbsolute(folder) && !isInside(resolve(folder), root) && !isInside(real(folder), root),
    )
    .join(delimiter);
}

/** Where a program of the machine lies, so that starting it looks into no current folder; undefined when it is missing. */
export function machineProgram(name: string, path = process.env['PATH'] ?? ''): string | undefined {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  return path
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, file))
    .find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

function real(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
