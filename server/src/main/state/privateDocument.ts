import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { z } from 'zod';
import { AppError } from '#protocol/errors';
import { acquireLock, type HeldLock } from '../../adapters/lock';

/** Writes a file that its owner alone can read, in one step: whoever reads it reads all of it. */
export function writePrivate(path: string, text: string): void {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** How long somebody who wants to change a document waits for another who does. */
const patienceMs = 5_000;

/** A JSON document of a workspace that its owner alone can read; kept in mind until the file changes. */
export class PrivateDocument<T> {
  readonly #path: string;
  readonly #schema: z.ZodType<T>;
  /** What to do when the file is damaged, as the end of a sentence. */
  readonly #remedy: string;
  #known: { readonly stamp: string; readonly document: T } | undefined;

  constructor(path: string, schema: z.ZodType<T>, remedy: string) {
    this.#path = path;
    this.#schema = schema;
    this.#remedy = remedy;
  }

  /** Undefined where there is no file; a damaged one is an error. */
  read(): T | undefined {
    const found = statSync(this.#path, { bigint: true, throwIfNoEntry: false });
    if (found === undefined) {
      return undefined;
    }
    const stamp = `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}`;
    if (this.#known?.stamp !== stamp) {
      this.#known = { stamp, document: this.#parse() };
    }
    return this.#known.document;
  }

  /** Writes what becomes of the document as it stands; processes that change it at the same moment come one after the other. */
  change(next: (now: T | undefined) => T): void {
    const lock = this.#lock();
    try {
      writePrivate(this.#path, `${JSON.stringify(next(this.read()), null, 2)}\n`);
    } finally {
      lock.release();
    }
  }

  #lock(): HeldLock {
    const end = Date.now() + patienceMs;
    for (;;) {
      const lock = acquireLock(`${this.#path}.lock`);
      if ('release' in lock) {
        return lock;
      }
      if (Date.now() > end) {
        throw new AppError(
          'STATE_CONFLICT',
          `process ${lock.owner?.pid ?? '?'} is changing ${this.#path}; try again`,
        );
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }

  #parse(): T {
    try {
      return this.#schema.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new AppError('INPUT_INVALID', `${this.#path} is damaged; ${this.#remedy}: ${why}`);
    }
  }
}
