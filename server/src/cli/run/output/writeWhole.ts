import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '#protocol/errors';
import { fileFault } from '../../fileFault';

/** Writes a file so that readers, and a kill at any moment, see the old or the new content and nothing between. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    ensureFolder(dirname(path));
    const file = openSync(draft, 'w');
    try {
      writeAll(file, typeof content === 'string' ? Buffer.from(content) : content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (error) {
    throw unwritable(path, draft, error);
  }
}

/** Refuses a path that could not be written later, before anything has happened. */
export function ensureWritable(path: string): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    ensureFolder(dirname(path));
    closeSync(openSync(draft, 'w'));
    rmSync(draft);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw new Error('it is a folder');
    }
  } catch (error) {
    throw unwritable(path, draft, error);
  }
}

function unwritable(path: string, draft: string, error: unknown): AppError {
  try {
    rmSync(draft, { force: true });
  } catch {
    // Where nothing can be written, there is no draft either: the first reason is the one to tell.
  }
  return new AppError('BAD_REQUEST', `cannot write ${path}: ${fileFault(error)}`);
}

/** Makes a folder with its parents; unlike the recursive form of Node, it ends where a file system takes no folders. */
export function ensureFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    return;
  }
  const parent = dirname(path);
  if (parent !== path) {
    ensureFolder(parent);
  }
  try {
    mkdirSync(path);
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw error;
    }
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(file, bytes, done);
  }
}
