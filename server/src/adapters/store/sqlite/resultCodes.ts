/** SQLite's result codes, as far as the store tells them apart. */
export const resultCodes = {
  ok: 0,
  outOfMemory: 7,
  full: 13,
  ioError: 10,
  corrupt: 11,
  cannotOpen: 14,
  notFound: 12,
  constraint: 19,
  notADatabase: 26,
  row: 100,
  done: 101,
  ioErrorRead: 266,
  ioErrorShortRead: 522,
  ioErrorWrite: 778,
  ioErrorSync: 1034,
  ioErrorTruncate: 1546,
  ioErrorSize: 1802,
  ioErrorDelete: 2570,
  ioErrorDeleteMissing: 5898,
} as const;

/** A call of SQLite that failed; `code` is the primary result code, `cause` what the disk said if it was the disk. */
export class SqlError extends Error {
  readonly code: number;

  constructor(code: number, message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'SqlError';
    this.code = code & 0xff;
  }
}
