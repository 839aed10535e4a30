import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppError } from '#protocol/errors';
import { lockHolder } from './lock';

/** A store as the one file that it is, however it was named. */
export function storeFileAt(path: string): string {
  return existsSync(path) ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path));
}

/** The lock of a store: that of its workspace's state, or one of its own beside a file that lies elsewhere. */
export function lockOfStore(file: string): string {
  const folder = dirname(file);
  const isOfWorkspace = basename(file) === 'store.db' && basename(folder) === '.holdpoint';
  return isOfWorkspace ? join(folder, 'lock') : `${file}.lock`;
}

/** Which server is writing a file at this moment, if any is. */
export function serverOfStore(file: string): { readonly pid: number | null } | null {
  return existsSync(file) ? lockHolder(lockOfStore(storeFileAt(file))) : null;
}

/**
 * Sees to it that what is read of a file was not written meanwhile: SQLite's own locks mean nothing to a server, whose
 * store is its alone. The answer throws when anything has been written since.
 */
export function watchedFile(file: string): () => void {
  refuseServed(file);
  const before = stamps(file);
  return () => {
    refuseServed(file);
    if (stamps(file) === before) return;
    throw new AppError('STORE_UNAVAILABLE', `${file} was written while it was read: read it again`, {
      file,
      next_step: 'read it again',
    });
  };
}

function refuseServed(file: string): void {
  const server = serverOfStore(file);
  if (server === null) return;
  const who = server.pid === null ? 'a server' : `a server (process ${server.pid})`;
  const next_step = 'leave out --db in its folder, or run "holdpoint stop" there first';
  throw new AppError('STORE_UNAVAILABLE', `${file} is being written by ${who}: ${next_step}`, {
    file,
    pid: server.pid,
    next_step,
  });
}

/** What the system says of the database and of the logs beside it. */
function stamps(file: string): string {
  return ['', '-wal', '-journal']
    .map((end) => statSync(`${file}${end}`, { bigint: true, throwIfNoEntry: false }))
    .map((found) =>
      found === undefined ? '-' : `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}`,
    )
    .join('\n');
}
