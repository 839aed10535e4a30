import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import type { FileState } from '../../runtime/ports';

const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * The bytes, mode and hash of the regular file at a real path; `undefined` when there is none, or when the path was
 * swapped for a symlink between resolving and opening it.
 */
export async function readState(real: string): Promise<FileState | undefined> {
  const handle = await open(real, flags).catch(absent);
  if (!handle) return undefined;
  try {
    const opened = await handle.stat();
    const named = await lstat(real).catch(absent);
    const isSame = named?.ino === opened.ino && (await realpath(real).catch(absent)) === real;
    if (!opened.isFile() || !isSame) return undefined;
    const bytes = new Uint8Array(await handle.readFile());
    return { bytes, mode: opened.mode & 0o777, sha256: sha256Of(bytes) };
  } finally {
    await handle.close();
  }
}

/** The sha256 of bytes in hexadecimal. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Turns "there is no such file" into `undefined`; anything else stays an error. */
export function absent(error: unknown): undefined {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (!['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR', 'ENXIO'].includes(code)) throw error;
}
