import { dirname } from 'node:path';
import type { Disk } from './disk';

/** What a file is to SQLite: `log` is the write-ahead log, `journal` a rollback journal. */
export type FileRole = 'database' | 'journal' | 'log';

const bufferSize = 1 << 20;

/** What SQLite writes before each page of the log; its second word is zero but for the last page of a transaction. */
const frameHead = { size: 24, commitAt: 4 } as const;

/**
 * One file that SQLite holds open. The log's writes are gathered and reach the system in one piece with the last page of
 * each transaction, or at a sync, read, truncation or jump; nothing is acknowledged before that, so a failed piece can be
 * dropped: SQLite takes back the transaction it belonged to.
 */
export class HostFile {
  readonly role: FileRole;
  readonly path: string;
  readonly #disk: Disk;

  readonly #file: number;
  #size: number;
  #isNameUnsynced: boolean;
  #isUnsynced = false;
  #isLastPage = false;
  #gathered: Uint8Array | undefined;
  #start = 0;
  #length = 0;
  #filledTo = 0;

  constructor(disk: Disk, path: string, role: FileRole, create: boolean) {
    const existed = disk.exists(path);
    this.role = role;
    this.#disk = disk;
    this.path = path;
    this.#file = disk.open(path, create);
    this.#size = disk.size(this.#file);
    // A journal's first sync also makes earlier removals of names durable, even when its own name is an old one:
    // a removed journal that came back after a cut of power would roll back a database that has moved on.
    this.#isNameUnsynced = create && (!existed || role !== 'database');
  }

  get size(): number {
    return this.#size;
  }

  /** Where the newest write ended: how far a log, which begins anew at times, is filled. */
  get filledTo(): number {
    return this.#filledTo;
  }

  /** Whether something was written since the last sync. */
  get isUnsynced(): boolean {
    return this.#isUnsynced;
  }

  /** Reads into `into`; what lies behind the end of the file is zeros. Returns how many bytes there were. */
  read(into: Uint8Array, at: number): number {
    if (this.#length > 0 && at < this.#start + this.#length && at + into.length > this.#start) this.#flush();
    let done = 0;
    while (done < into.length) {
      const count = this.#disk.read(this.#file, into.subarray(done), at + done);
      if (count <= 0) break;
      done += count;
    }
    into.fill(0, done);
    return done;
  }

  write(bytes: Uint8Array, at: number): void {
    if (this.role !== 'log' || bytes.length > bufferSize) {
      this.#flush();
      this.#put(bytes, at);
    } else this.#addToLog(bytes, at);
    this.#filledTo = at + bytes.length;
    this.#size = Math.max(this.#size, this.#filledTo);
  }

  truncate(size: number): void {
    this.#flush();
    this.#disk.truncate(this.#file, size);
    this.#size = size;
    this.#filledTo = Math.min(this.#filledTo, size);
  }

  sync(): void {
    this.#flush();
    this.#disk.sync(this.#file);
    this.#isUnsynced = false;
    if (!this.#isNameUnsynced) return;
    this.#disk.syncDirectory(dirname(this.path));
    this.#isNameUnsynced = false;
  }

  /**
   * Makes a log longer than it is filled, by zeros that are synced. Syncs to come then write over what the file has and
   * need not make it longer, which on most file systems costs as much again.
   */
  reserve(bytes: number): void {
    const end = this.#filledTo + bytes;
    if (this.#size >= end) return;
    this.#flush();
    this.#put(new Uint8Array(end - this.#size), this.#size);
    this.#size = end;
    this.sync();
  }

  close(): void {
    try {
      this.#flush();
    } finally {
      this.#disk.close(this.#file);
    }
  }

  #addToLog(bytes: Uint8Array, at: number): void {
    const isLastPage = this.#isLastPage;
    this.#isLastPage = bytes.length === frameHead.size && isCommit(bytes);
    this.#gather(bytes, at);
    if (isLastPage) this.#flush();
  }

  #gather(bytes: Uint8Array, at: number): void {
    const end = this.#start + this.#length;
    const fits =
      this.#length > 0 && at >= this.#start && at <= end && at - this.#start + bytes.length <= bufferSize;
    if (!fits) {
      this.#flush();
      this.#start = at;
    }
    this.#gathered ??= new Uint8Array(bufferSize);
    this.#gathered.set(bytes, at - this.#start);
    this.#length = Math.max(this.#length, at - this.#start + bytes.length);
  }

  #flush(): void {
    if (this.#length === 0 || this.#gathered === undefined) return;
    const piece = this.#gathered.subarray(0, this.#length);
    this.#length = 0;
    this.#put(piece, this.#start);
  }

  #put(bytes: Uint8Array, at: number): void {
    this.#isUnsynced = true;
    try {
      for (let done = 0; done < bytes.length; )
        done += this.#disk.write(this.#file, bytes.subarray(done), at + done);
    } catch (error) {
      this.#size = this.#disk.size(this.#file);
      throw error;
    }
  }
}

function isCommit(head: Uint8Array): boolean {
  return head.subarray(frameHead.commitAt, frameHead.commitAt + 4).some((byte) => byte !== 0);
}
