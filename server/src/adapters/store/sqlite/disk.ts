import {
  closeSync,
  constants,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  unlinkSync,
  writeSync,
} from 'node:fs';

/** The few things SQLite asks of a disk; a simulated one stands in when tests cut the power. */
export interface Disk {
  /** Opens a file to read and write; makes it when `create` is set. */
  open(path: string, create: boolean): number;
  close(file: number): void;
  /** Reads up to the length of `into` and returns how many bytes there were. */
  read(file: number, into: Uint8Array, at: number): number;
  /** Writes from the start of `bytes` and returns how many it took. */
  write(file: number, bytes: Uint8Array, at: number): number;
  truncate(file: number, size: number): void;
  /** Returns once everything written to the file survives a cut of power. */
  sync(file: number): void;
  size(file: number): number;
  exists(path: string): boolean;
  unlink(path: string): void;
  /** Returns once the names in a directory survive a cut of power. */
  syncDirectory(path: string): void;
}

/** The disk of this machine. */
export const nodeDisk: Disk = {
  open: (path, create) => openSync(path, constants.O_RDWR | (create ? constants.O_CREAT : 0), 0o600),
  close: (file) => closeSync(file),
  read: (file, into, at) => readSync(file, into, 0, into.length, at),
  write: (file, bytes, at) => writeSync(file, bytes, 0, bytes.length, at),
  truncate: (file, size) => ftruncateSync(file, size),
  sync: (file) => fdatasyncSync(file),
  size: (file) => fstatSync(file).size,
  exists: (path) => existsSync(path),
  unlink: (path) => unlinkSync(path),
  syncDirectory: syncDirectory,
};

/** The same disk on which nothing can be changed: a missing file that SQLite would make looks empty. */
export function frozenDisk(disk: Disk): Disk {
  const refuse = (): never => {
    throw Object.assign(new Error('the file is opened read-only'), { code: 'EROFS' });
  };
  const phantom = -1;
  return {
    ...disk,
    open: (path, create) =>
      disk.exists(path)
        ? disk === nodeDisk
          ? openSync(path, 'r')
          : disk.open(path, false)
        : create
          ? phantom
          : refuse(),
    close: (file) => file !== phantom && disk.close(file),
    read: (file, into, at) => (file === phantom ? 0 : disk.read(file, into, at)),
    size: (file) => (file === phantom ? 0 : disk.size(file)),
    write: refuse,
    truncate: refuse,
    sync: () => {},
    unlink: refuse,
    syncDirectory: () => {},
  };
}

/** Copies a file so that the copy survives a cut of power. */
export function copyDurably(disk: Disk, from: string, to: string): void {
  const source = disk.open(from, false);
  const target = disk.open(to, true);
  const chunk = new Uint8Array(1 << 20);
  disk.truncate(target, 0);
  let at = 0;
  for (let count = disk.read(source, chunk, at); count > 0; count = disk.read(source, chunk, at)) {
    for (let done = 0; done < count; ) done += disk.write(target, chunk.subarray(done, count), at + done);
    at += count;
  }
  disk.sync(target);
  disk.close(target);
  disk.close(source);
}

function syncDirectory(path: string): void {
  if (process.platform === 'win32') return;
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

/** How many bytes a file has; none when it is missing. */
export function sizeOf(disk: Disk, path: string): number {
  if (!disk.exists(path)) return 0;
  const file = disk.open(path, false);
  const bytes = disk.size(file);
  disk.close(file);
  return bytes;
}
