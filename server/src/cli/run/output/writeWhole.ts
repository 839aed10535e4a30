import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '#protocol/errors';
import { fileFault } from '../../fileFault';

/** Writes a file so that readers, and a kill at any moment, see the old or the new content and nothing between. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(draft, 'w');
    try {
      writeAll(file, typeof content === 'string' ? Buffer.from(content) : content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new AppError('BAD_REQUEST', `cannot write ${path}: ${fileFault(error)}`);
  }
}

/** Refuses a path that could not be written later, before anything has happened. */
export function ensureWritable(path: string): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    closeSync(openSync(draft, 'w'));
    rmSync(draft);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw new Error('it is a folder');
    }
  } catch (error) {
    rmSync(draft, { force: true });
    throw new AppError('BAD_REQUEST', `cannot write ${path}: ${fileFault(error)}`);
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(file, bytes, done);
  }
}
