import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { z } from 'zod';
import { AppError } from '#protocol/errors';

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

  write(document: T): void {
    writePrivate(this.#path, `${JSON.stringify(document, null, 2)}\n`);
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
