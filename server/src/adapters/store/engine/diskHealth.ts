import type { AppError } from '#protocol/errors';
import { resultCodes, SqlError } from '../sqlite/resultCodes';
import { isDamage } from './openDatabase';
import { diskFailed, diskFull, readOnly, unreadable } from './unavailable';

/** What can still be done with a file: damage or a failing disk ends all writing until it is opened anew. */
export class DiskHealth {
  readonly #file: string;
  #readOnlyReason: string | null;

  constructor(file: string, damage: string | null) {
    this.#file = file;
    this.#readOnlyReason = damage;
  }

  get readOnlyReason(): string | null {
    return this.#readOnlyReason;
  }

  /** What writers are told; undefined while there is nothing in their way. */
  get refusal(): AppError | undefined {
    return this.#readOnlyReason === null ? undefined : readOnly(this.#file, this.#readOnlyReason);
  }

  /** Runs work that reads; what it throws says what an error of SQLite means to the caller. */
  reading<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.failure(error);
    }
  }

  endWriting(reason: string): void {
    this.#readOnlyReason ??= reason;
  }

  /** What an error of SQLite means to the caller; some end all writing. */
  failure(error: unknown): unknown {
    if (!(error instanceof SqlError)) return error;
    if (error.code === resultCodes.full) return diskFull(this.#file);
    if (this.#readOnlyReason !== null) return unreadable(this.#file, error.message);
    if (isDamage(error)) {
      this.#readOnlyReason = error.message;
      return readOnly(this.#file, error.message);
    }
    if (error.code !== resultCodes.ioError && error.code !== resultCodes.cannotOpen) return error;
    const reason = error.cause instanceof Error ? error.cause.message : error.message;
    this.#readOnlyReason = reason;
    return diskFailed(this.#file, reason);
  }
}
