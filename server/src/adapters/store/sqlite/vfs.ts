import { dirname } from 'node:path';
import type { Disk } from './disk';
import { type FileRole, HostFile } from './hostFile';
import { resultCodes as codes } from './resultCodes';
import type { Wasm } from './wasm';

const openFlags = { create: 0x4, journal: 0x800, log: 0x80000 } as const;
/** Slots of `sqlite3_vfs` and of `sqlite3_io_methods`, in words. */
const vfsSlots = { fileSize: 1, open: 6, remove: 7, access: 8, fullName: 9 } as const;

interface Mount {
  readonly path: string;
  readonly disk: Disk;
}

/**
 * Gives stock sql.js real files: replaces the functions of SQLite's default virtual file system by ones over a
 * {@link Disk}. Databases live in exclusive locking mode, so that the log needs no shared memory.
 */
export class Vfs {
  readonly #wasm: Wasm;
  readonly #mounts = new Map<string, Mount>();
  readonly #files = new Map<number, HostFile>();
  readonly #methods: number;
  #mountCount = 0;
  #lastError: unknown;

  constructor(wasm: Wasm) {
    this.#wasm = wasm;
    this.#methods = this.#installMethods();
    this.#installVfs();
  }

  /** Makes a file known to SQLite under the returned name. */
  mount(disk: Disk, path: string): string {
    const name = `/mount-${++this.#mountCount}`;
    this.#mounts.set(name, { disk, path });
    return name;
  }

  unmount(name: string): void {
    this.#mounts.delete(name);
  }

  /** How far the log of a mounted database is filled. */
  logBytes(name: string): number {
    return this.#logOf(name)?.filledTo ?? 0;
  }

  /** Waits until what was written to the log of a mounted database survives a cut of power. */
  syncLog(name: string): void {
    const log = this.#logOf(name);
    if (log?.isUnsynced) log.sync();
  }

  /** How much a mounted database may write to its log before that becomes longer. */
  spareBytes(name: string): number {
    const log = this.#logOf(name);
    return log === undefined ? 0 : Math.max(0, log.size - log.filledTo);
  }

  /** Makes the log of a mounted database longer than it is filled. */
  reserveLog(name: string, bytes: number): void {
    this.#logOf(name)?.reserve(bytes);
  }

  #logOf(name: string): HostFile | undefined {
    const path = `${this.#mounts.get(name)?.path}-wal`;
    return [...this.#files.values()].find((file) => file.path === path);
  }

  /** What the disk last complained of; asking forgets it. */
  takeError(): unknown {
    const error = this.#lastError;
    this.#lastError = undefined;
    return error;
  }

  #installVfs(): void {
    const { functions } = this.#wasm;
    const name = functions.stringToNewUTF8(':memory:');
    const out = functions._malloc(4);
    if (functions._sqlite3_open(name, out) !== codes.ok) throw new Error('SQLite does not start');
    const database = this.#wasm.word(out);
    const vfs = this.#wasm.word(database);
    const slot = (index: number) => vfs + 4 * index;
    if (
      functions.UTF8ToString(this.#wasm.word(slot(4))) !== 'unix' ||
      this.#wasm.word(slot(vfsSlots.fileSize)) < 4
    )
      throw new Error('the layout of sqlite3_vfs is not the expected one');
    this.#define(
      slot(vfsSlots.open),
      'iiiiii',
      (_, zName: number, file: number, flags: number, out: number) => this.#open(zName, file, flags, out),
    );
    this.#define(slot(vfsSlots.remove), 'iiii', (_, zName: number, sync: number) =>
      this.#remove(zName, sync),
    );
    this.#define(slot(vfsSlots.access), 'iiiii', (_, zName: number, _flags: number, out: number) =>
      this.#access(zName, out),
    );
    this.#define(slot(vfsSlots.fullName), 'iiiii', (_, zName: number, size: number, out: number) => {
      this.#wasm.bytes().write(`${functions.UTF8ToString(zName)}\0`, out, size);
      return codes.ok;
    });
    functions._sqlite3_close_v2(database);
    functions._free(out);
    functions._free(name);
  }

  #open(zName: number, pFile: number, flags: number, out: number): number {
    this.#wasm.setWord(pFile, 0);
    const found = this.#locate(zName);
    if (found === undefined) return codes.cannotOpen;
    const role: FileRole = flags & openFlags.log ? 'log' : flags & openFlags.journal ? 'journal' : 'database';
    return this.#guard(codes.cannotOpen, () => {
      const create = (flags & openFlags.create) !== 0;
      if (!create && !found.disk.exists(found.path)) return codes.cannotOpen;
      this.#files.set(pFile, new HostFile(found.disk, found.path, role, create));
      this.#wasm.setWord(pFile, this.#methods);
      if (out !== 0) this.#wasm.setWord(out, flags);
      return codes.ok;
    });
  }

  #remove(zName: number, sync: number): number {
    const found = this.#locate(zName);
    if (found === undefined || !found.disk.exists(found.path)) return codes.ioErrorDeleteMissing;
    return this.#guard(codes.ioErrorDelete, () => {
      found.disk.unlink(found.path);
      if (sync !== 0) found.disk.syncDirectory(dirname(found.path));
      return codes.ok;
    });
  }

  #access(zName: number, out: number): number {
    const found = this.#locate(zName);
    return this.#guard(codes.ioError, () => {
      this.#wasm.setWord(out, found?.disk.exists(found.path) === true ? 1 : 0);
      return codes.ok;
    });
  }

  #locate(zName: number): Mount | undefined {
    if (zName === 0) return undefined;
    const name = this.#wasm.functions.UTF8ToString(zName);
    const [, base = '', suffix = ''] = /^(.*?)(-journal|-wal)?$/u.exec(name) ?? [];
    const mount = this.#mounts.get(base);
    return mount === undefined ? undefined : { disk: mount.disk, path: mount.path + suffix };
  }

  /** The table of file methods: version 1, so that SQLite does not ask for shared memory. */
  #installMethods(): number {
    const table = this.#wasm.functions._malloc(4 * 13);
    this.#wasm.setWord(table, 1);
    const methods = [...this.#dataMethods(), ...this.#stateMethods()];
    for (const [index, [signature, method]] of methods.entries())
      this.#define(table + 4 * (index + 1), signature, method);
    return table;
  }

  #dataMethods(): readonly (readonly [string, (...values: never[]) => number])[] {
    const slice = (pointer: number, size: number) => this.#wasm.bytes().subarray(pointer, pointer + size);
    const on = (code: number, work: (file: HostFile) => unknown) => (pFile: number) =>
      this.#guard(code, () => work(this.#file(pFile)));
    const close = (pFile: number) => {
      const file = this.#file(pFile);
      this.#files.delete(pFile);
      return this.#guard(codes.ioError, () => file.close());
    };
    const read = (pFile: number, into: number, size: number, at: bigint) =>
      on(codes.ioErrorRead, (file) =>
        file.read(slice(into, size), Number(at)) < size ? codes.ioErrorShortRead : codes.ok,
      )(pFile);
    const write = (pFile: number, from: number, size: number, at: bigint) =>
      on(codes.ioErrorWrite, (file) => file.write(slice(from, size), Number(at)))(pFile);
    const truncate = (pFile: number, size: bigint) =>
      on(codes.ioErrorTruncate, (file) => file.truncate(Number(size)))(pFile);
    const size = (pFile: number, out: number) =>
      on(codes.ioErrorSize, (file) => {
        this.#wasm.bytes().writeBigInt64LE(BigInt(file.size), out);
        return codes.ok;
      })(pFile);
    return [
      ['ii', close],
      ['iiiij', read],
      ['iiiij', write],
      ['iij', truncate],
      ['iii', on(codes.ioErrorSync, (file) => file.sync())],
      ['iii', size],
    ];
  }

  /** Locks are the business of the lock file beside the store; a sector is 4 KiB and overwrites nothing but itself. */
  #stateMethods(): readonly (readonly [string, (...values: never[]) => number])[] {
    const notReserved = (_: number, out: number) =>
      this.#guard(codes.ioError, () => this.#wasm.setWord(out, 0));
    const powersafeOverwrite = 0x1000;
    return [
      ['iii', () => codes.ok],
      ['iii', () => codes.ok],
      ['iii', notReserved],
      ['iiii', () => codes.notFound],
      ['ii', () => 4096],
      ['ii', () => powersafeOverwrite],
    ];
  }

  #define(address: number, signature: string, method: (...values: never[]) => number): void {
    this.#wasm.setWord(address, this.#wasm.functions.addFunction(method, signature));
  }

  #file(pFile: number): HostFile {
    const file = this.#files.get(pFile);
    if (file === undefined) throw new Error('SQLite used a file that is not open');
    return file;
  }

  /** Runs the work of a method; what is not a result code means that all went well. */
  #guard(code: number, work: () => unknown): number {
    try {
      const code = work();
      return typeof code === 'number' ? code : codes.ok;
    } catch (error) {
      this.#lastError = error;
      return (error as NodeJS.ErrnoException).code === 'ENOSPC' ? codes.full : code;
    }
  }
}
