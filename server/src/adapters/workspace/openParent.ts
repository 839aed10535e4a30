import { constants, existsSync } from 'node:fs';
import { type FileHandle, open, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#protocol/errors';

/** A directory held open, so that what is done in it stays in it even if its path is swapped for a symlink. */
export interface Parent {
  /** Path for system calls on one of its entries. */
  at(name: string): string;
  /** Throws DENIED when the directory no longer lies where it was resolved to. */
  check(): Promise<void>;
  /** Makes its entries durable. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Linux names open files here, which gives what `openat` gives elsewhere. */
const descriptors = '/proc/self/fd';

/** Opens the real directory; `shown` is the path named in refusals. */
export async function openParent(real: string, shown: string): Promise<Parent> {
  if (process.platform === 'win32') return pathParent(real, shown);
  const handle = await open(real, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  const held = `${descriptors}/${handle.fd}`;
  const parent = existsSync(held)
    ? heldParent(handle, held, real, shown)
    : handledParent(handle, real, shown);
  try {
    await parent.check();
    return parent;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function heldParent(handle: FileHandle, held: string, real: string, shown: string): Parent {
  return {
    at: (name) => `${held}/${name}`,
    check: async () =>
      refuseUnless((await readlink(held)) === real && (await realpath(real)) === real, shown),
    sync: () => handle.sync(),
    close: () => handle.close(),
  };
}

function handledParent(handle: FileHandle, real: string, shown: string): Parent {
  return { ...pathParent(real, shown), sync: () => handle.sync(), close: () => handle.close() };
}

function pathParent(real: string, shown: string): Parent {
  return {
    at: (name) => join(real, name),
    check: async () => refuseUnless((await realpath(real)) === real, shown),
    sync: async () => {},
    close: async () => {},
  };
}

function refuseUnless(isSame: boolean, shown: string): void {
  if (isSame) return;
  throw new AppError('DENIED', `${shown}: its directory was moved or replaced while it was being written`, {
    path: shown,
  });
}
