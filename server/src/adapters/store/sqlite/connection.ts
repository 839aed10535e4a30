import type { Cell } from '../record/cells';
import type { Bound } from './bindValues';
import type { Decoders } from './decoders';
import type { Disk } from './disk';
import type { PackedRows } from './packedRows';
import { resultCodes as codes, SqlError } from './resultCodes';
import { Statement } from './statement';
import { Vfs } from './vfs';
import { loadWasm, type Wasm } from './wasm';

const keptStatements = 256;
const sqliteOfThread: unique symbol = Symbol.for('holdpoint.sqlite');

/** One SQLite per thread, even where several bundles with this file run in it: sql.js allows no second one. */
const loaded = globalThis as { [sqliteOfThread]?: Promise<Loaded> };

interface Loaded {
  readonly wasm: Wasm;
  readonly vfs: Vfs;
}

/** Opens a database file on a disk; the schema and the settings are the caller's. */
export async function openConnection(wasmFile: string, disk: Disk, file: string): Promise<Connection> {
  loaded[sqliteOfThread] ??= load(wasmFile);
  const { wasm, vfs } = await loaded[sqliteOfThread];
  return new Connection(wasm, vfs, disk, file);
}

async function load(wasmFile: string): Promise<Loaded> {
  const wasm = await loadWasm(wasmFile);
  return { wasm, vfs: new Vfs(wasm) };
}

/** One connection to one database file, with the statements it has prepared. */
export class Connection {
  readonly wasm: Wasm;
  readonly #vfs: Vfs;
  readonly #name: string;
  readonly #database: number;
  readonly #out: number;
  readonly #statements = new Map<string, Statement>();
  #isSoft = false;
  #isWriting = false;
  #arena = 0;
  #arenaSize = 0;

  constructor(wasm: Wasm, vfs: Vfs, disk: Disk, file: string) {
    this.wasm = wasm;
    this.#vfs = vfs;
    this.#name = vfs.mount(disk, file);
    this.#out = wasm.functions._malloc(4);
    const name = wasm.functions.stringToNewUTF8(this.#name);
    const code = wasm.functions._sqlite3_open(name, this.#out);
    wasm.functions._free(name);
    this.#database = wasm.word(this.#out);
    if (code !== codes.ok) throw this.error(code);
    // There is no place for temporary files; without this SQLite would want one for larger statements.
    this.execute('PRAGMA temp_store = MEMORY');
  }

  /** Under which name SQLite knows the file. */
  get name(): string {
    return this.#name;
  }

  /** Whether a transaction is open that may still be taken back. */
  get isWriting(): boolean {
    return this.#isWriting;
  }

  /** Runs statements that give no rows. */
  execute(sql: string): void {
    const { functions } = this.wasm;
    const text = functions.stringToNewUTF8(sql);
    const code = functions._sqlite3_exec(this.#database, text, 0, 0, 0);
    functions._free(text);
    if (code !== codes.ok) throw this.error(code);
  }

  run(sql: string, values: readonly Bound[] = []): void {
    this.#prepared(sql).run(values);
  }

  all(sql: string, values: readonly Bound[] = [], decoders?: Decoders): Record<string, Cell>[] {
    return this.#prepared(sql).all(values, decoders);
  }

  /** Every row with its cells as they are stored. */
  raw(sql: string, values: readonly Bound[]): Record<string, Bound>[] {
    return this.#prepared(sql).raw(values);
  }

  /** Every row, packed to be sent to another thread. */
  packed(sql: string, values: readonly Bound[], decoders?: Decoders): PackedRows {
    return this.#prepared(sql).packed(values, decoders);
  }

  /** The first column of the first row; null when there is none. */
  value(sql: string, values: readonly Bound[] = []): Cell {
    const [row] = this.all(sql, values);
    return row === undefined ? null : (Object.values(row)[0] ?? null);
  }

  /** The bytes in the first row, column by column; undefined when there is no row. */
  blobs(sql: string, values: readonly Bound[]): readonly Uint8Array[] | undefined {
    return this.#prepared(sql).blobs(values);
  }

  /** How many rows the last statement changed. */
  changes(): number {
    return this.wasm.functions._sqlite3_changes(this.#database);
  }

  /** How far the write-ahead log is filled. */
  logBytes(): number {
    return this.#vfs.logBytes(this.#name);
  }

  /** Makes room in the log for what is to come where less than half of it is left. */
  reserveLog(bytes: number): void {
    if (this.#vfs.spareBytes(this.#name) >= bytes / 2) return;
    try {
      this.#vfs.reserveLog(this.#name, bytes);
    } catch (error) {
      const isFull = (error as NodeJS.ErrnoException).code === 'ENOSPC';
      throw new SqlError(isFull ? codes.full : codes.ioError, 'the log cannot be made longer', error);
    }
  }

  /** Begins a transaction that writes; a soft one reaches the operating system when it is committed, and no further. */
  begin(isSoft: boolean): void {
    if (isSoft !== this.#isSoft) this.execute(`PRAGMA synchronous = ${isSoft ? 'NORMAL' : 'FULL'}`);
    this.#isSoft = isSoft;
    this.#isWriting = true;
    this.run('BEGIN IMMEDIATE');
  }

  /** Ends a transaction; one that is not soft survives a cut of power afterwards, and so does all before it. */
  commit(isSoft: boolean): void {
    this.run('COMMIT');
    this.#isWriting = false;
    if (isSoft) return;
    try {
      this.#vfs.syncLog(this.#name);
    } catch (error) {
      throw new SqlError(codes.ioError, 'the log cannot be made durable', error);
    }
  }

  close(): void {
    for (const statement of this.#statements.values()) statement.free();
    this.#statements.clear();
    this.wasm.functions._sqlite3_close_v2(this.#database);
    this.wasm.functions._free(this.#arena);
    this.wasm.functions._free(this.#out);
    this.#vfs.unmount(this.#name);
  }

  arena(size: number): number {
    if (size <= this.#arenaSize) return this.#arena;
    this.wasm.functions._free(this.#arena);
    this.#arenaSize = Math.max(size, 1 << 16, this.#arenaSize * 2);
    this.#arena = this.wasm.functions._malloc(this.#arenaSize);
    if (this.#arena === 0) throw new Error('SQLite is out of memory');
    return this.#arena;
  }

  error(code: number): SqlError {
    const message = this.wasm.functions.UTF8ToString(this.wasm.functions._sqlite3_errmsg(this.#database));
    return new SqlError(code, message, this.#vfs.takeError());
  }

  #prepared(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const { functions } = this.wasm;
    const text = functions.stringToNewUTF8(sql);
    const code = functions._sqlite3_prepare_v2(this.#database, text, -1, this.#out, 0);
    functions._free(text);
    if (code !== codes.ok) throw this.error(code);
    const statement = new Statement(this, this.wasm.word(this.#out));
    if (this.#statements.size >= keptStatements) this.#dropOldest();
    this.#statements.set(sql, statement);
    return statement;
  }

  #dropOldest(): void {
    const [oldest] = this.#statements;
    if (oldest === undefined) return;
    oldest[1].free();
    this.#statements.delete(oldest[0]);
  }
}
