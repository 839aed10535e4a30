import type { Cell } from '../record/cells';
import { resultCodes as codes, type SqlError } from './resultCodes';
import type { Wasm } from './wasm';

/** The part of a connection that its statements use. */
export interface StatementHome {
  readonly wasm: Wasm;
  /** Memory for the texts of one binding, at least `size` bytes; reused by the next binding of any statement. */
  arena(size: number): number;
  error(code: number): SqlError;
}

const integerType = 1;
const realType = 2;
const nullType = 5;

/** A prepared statement. Its texts lie in the connection's arena, so each run finishes before the next binds. */
export class Statement {
  readonly #home: StatementHome;
  readonly #pointer: number;
  readonly #names: readonly string[];

  constructor(home: StatementHome, pointer: number) {
    const { functions } = home.wasm;
    this.#home = home;
    this.#pointer = pointer;
    const count = functions._sqlite3_column_count(pointer);
    this.#names = Array.from({ length: count }, (_, index) =>
      functions.UTF8ToString(functions._sqlite3_column_name(pointer, index)),
    );
  }

  run(values: readonly Cell[] = []): void {
    this.all(values);
  }

  /** Every row of the answer, columns by name. */
  all(values: readonly Cell[] = []): Record<string, Cell>[] {
    const { functions } = this.#home.wasm;
    this.#bind(values);
    const rows: Record<string, Cell>[] = [];
    let code = functions._sqlite3_step(this.#pointer);
    for (; code === codes.row; code = functions._sqlite3_step(this.#pointer)) rows.push(this.#row());
    const error = code === codes.done ? undefined : this.#home.error(code);
    functions._sqlite3_reset(this.#pointer);
    if (error !== undefined) throw error;
    return rows;
  }

  free(): void {
    this.#home.wasm.functions._sqlite3_finalize(this.#pointer);
  }

  #bind(values: readonly Cell[]): void {
    // Never zero: an empty text at no address would be bound as null.
    let size = 1;
    for (const value of values) if (typeof value === 'string') size += value.length * 3;
    let at = this.#home.arena(size);
    for (const [index, value] of values.entries()) {
      const used = this.#bindOne(index + 1, value, at);
      at += used;
    }
  }

  /** Binds one value, its text at `at`; returns how many bytes the text took. */
  #bindOne(index: number, value: Cell, at: number): number {
    const { wasm } = this.#home;
    const { functions } = wasm;
    let used = 0;
    let code: number;
    if (typeof value === 'string') {
      used = wasm.bytes().write(value, at, 'utf8');
      code = functions._sqlite3_bind_text(this.#pointer, index, at, used, 0);
    } else if (value === null) code = functions._sqlite3_bind_blob(this.#pointer, index, 0, 0, 0);
    else if (value === (value | 0)) code = functions._sqlite3_bind_int(this.#pointer, index, value);
    else code = functions._sqlite3_bind_double(this.#pointer, index, value);
    if (code !== codes.ok) throw this.#home.error(code);
    return used;
  }

  #row(): Record<string, Cell> {
    const row: Record<string, Cell> = {};
    for (const [index, name] of this.#names.entries()) row[name] = this.#cell(index);
    return row;
  }

  #cell(index: number): Cell {
    const { wasm } = this.#home;
    const { functions } = wasm;
    const type = functions._sqlite3_column_type(this.#pointer, index);
    if (type === nullType) return null;
    if (type === integerType || type === realType)
      return functions._sqlite3_column_double(this.#pointer, index);
    const text = functions._sqlite3_column_text(this.#pointer, index);
    const size = functions._sqlite3_column_bytes(this.#pointer, index);
    return wasm.bytes().toString('utf8', text, text + size);
  }
}
