import type { Cell } from '../record/cells';
import { type PackedRows, RowPacker } from './packedRows';
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
const blobType = 4;
const nullType = 5;

/** What can be bound: a value of a row, or bytes. */
export type Bound = Cell | Uint8Array;

/** How cells of some columns are read that hold something else than their text: numbers and bytes give the text's bytes. */
export type Decoders = ReadonlyMap<string, (value: number | Buffer) => Buffer>;

type Decoder = (value: number | Buffer) => Buffer;

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

  run(values: readonly Bound[] = []): void {
    const { functions } = this.#home.wasm;
    this.#bind(values);
    let code = functions._sqlite3_step(this.#pointer);
    while (code === codes.row) code = functions._sqlite3_step(this.#pointer);
    const error = code === codes.done ? undefined : this.#home.error(code);
    functions._sqlite3_reset(this.#pointer);
    if (error !== undefined) throw error;
  }

  /** Every row of the answer, columns by name. */
  all(values: readonly Bound[] = [], decoders?: Decoders): Record<string, Cell>[] {
    const rows: Record<string, Cell>[] = [];
    const found = this.#decoders(decoders);
    this.#step(values, () => rows.push(this.#row(found)));
    return rows;
  }

  /** Every row of the answer, packed to be sent to another thread. */
  packed(values: readonly Bound[], decoders?: Decoders): PackedRows {
    const packer = new RowPacker();
    const found = this.#decoders(decoders);
    this.#step(values, () => this.#packRow(packer, found));
    return packer.packed(this.#names);
  }

  /** Every row of the answer with its cells as they are stored. */
  raw(values: readonly Bound[]): Record<string, Bound>[] {
    const rows: Record<string, Bound>[] = [];
    this.#step(values, () => {
      const cells = this.#names.map((name, index) => [name, this.#stored(index)] as const);
      rows.push(Object.fromEntries(cells));
    });
    return rows;
  }

  /** The bytes in the first row, column by column, each in a buffer of its own; undefined when there is no row. */
  blobs(values: readonly Bound[]): readonly Uint8Array[] | undefined {
    const { functions, bytes } = this.#home.wasm;
    this.#bind(values);
    const code = functions._sqlite3_step(this.#pointer);
    const found =
      code === codes.row
        ? this.#names.map((_, index) => {
            const at = functions._sqlite3_column_blob(this.#pointer, index);
            const size = functions._sqlite3_column_bytes(this.#pointer, index);
            return new Uint8Array(bytes().buffer, at, size).slice();
          })
        : undefined;
    const error = code === codes.row || code === codes.done ? undefined : this.#home.error(code);
    functions._sqlite3_reset(this.#pointer);
    if (error !== undefined) throw error;
    return found;
  }

  free(): void {
    this.#home.wasm.functions._sqlite3_finalize(this.#pointer);
  }

  #bind(values: readonly Bound[]): void {
    let at = this.#home.arena(sizeOf(values));
    const texts = joinedTexts(values);
    // As many bytes as characters: each is one byte, so every text lies where the one before it ends; bytes come after.
    const isThere = texts !== '' && this.#home.wasm.bytes().write(texts, at, 'utf8') === texts.length;
    let behind = at + texts.length;
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index] ?? null;
      // Numbers first, as below.
      if (typeof value === 'number' || value === null || typeof value === 'string' || !isThere)
        at += this.#bindOne(index + 1, value, at, isThere);
      else behind += this.#bindOne(index + 1, value, behind, false);
    }
  }

  /** Binds one value, its text or bytes at `at`, where a text may lie already; returns how much room they take. */
  #bindOne(index: number, value: Bound, at: number, isThere: boolean): number {
    const { wasm } = this.#home;
    const { functions } = wasm;
    let used = 0;
    let code: number;
    // Numbers first: V8 11.3 crashes where it asks numbers of an array of fractions whether they are texts.
    if (typeof value === 'number') {
      code =
        value === (value | 0)
          ? functions._sqlite3_bind_int(this.#pointer, index, value)
          : functions._sqlite3_bind_double(this.#pointer, index, value);
    } else if (value === null) code = functions._sqlite3_bind_blob(this.#pointer, index, 0, 0, 0);
    else if (typeof value === 'string') {
      used = isThere ? value.length : wasm.bytes().write(value, at, 'utf8');
      code = functions._sqlite3_bind_text(this.#pointer, index, at, used, 0);
    } else {
      used = value.length;
      wasm.bytes().set(value, at);
      code = functions._sqlite3_bind_blob(this.#pointer, index, at, used, 0);
    }
    if (code !== codes.ok) throw this.#home.error(code);
    return used;
  }

  #step(values: readonly Bound[], onRow: () => void): void {
    const { functions } = this.#home.wasm;
    this.#bind(values);
    let code = functions._sqlite3_step(this.#pointer);
    for (; code === codes.row; code = functions._sqlite3_step(this.#pointer)) onRow();
    const error = code === codes.done ? undefined : this.#home.error(code);
    functions._sqlite3_reset(this.#pointer);
    if (error !== undefined) throw error;
  }

  #decoders(decoders: Decoders | undefined): readonly (Decoder | undefined)[] {
    return this.#names.map((name) => decoders?.get(name));
  }

  #packRow(packer: RowPacker, decoders: readonly (Decoder | undefined)[]): void {
    const { wasm } = this.#home;
    const { functions } = wasm;
    for (let index = 0; index < this.#names.length; index += 1) {
      const type = functions._sqlite3_column_type(this.#pointer, index);
      const decode = type === integerType || type === blobType ? decoders[index] : undefined;
      if (decode !== undefined) {
        const bytes = decode(this.#undecoded(index, type));
        packer.addText(bytes, 0, bytes.length);
      } else if (type === nullType) packer.addNothing();
      else if (type === integerType || type === realType)
        packer.addNumber(functions._sqlite3_column_double(this.#pointer, index));
      else {
        const text = functions._sqlite3_column_text(this.#pointer, index);
        packer.addText(wasm.bytes(), text, functions._sqlite3_column_bytes(this.#pointer, index));
      }
    }
  }

  #row(decoders: readonly (Decoder | undefined)[]): Record<string, Cell> {
    const row: Record<string, Cell> = {};
    for (const [index, name] of this.#names.entries()) row[name] = this.#cell(index, decoders[index]);
    return row;
  }

  /** A number, or bytes where they lie: they must be used at once. */
  #undecoded(index: number, type: number): number | Buffer {
    const { wasm } = this.#home;
    const { functions } = wasm;
    if (type === integerType) return functions._sqlite3_column_double(this.#pointer, index);
    const at = functions._sqlite3_column_blob(this.#pointer, index);
    return wasm.bytes().subarray(at, at + functions._sqlite3_column_bytes(this.#pointer, index));
  }

  #stored(index: number): Bound {
    const isBytes = this.#home.wasm.functions._sqlite3_column_type(this.#pointer, index) === blobType;
    return isBytes
      ? new Uint8Array(this.#undecoded(index, blobType) as Buffer)
      : this.#cell(index, undefined);
  }

  #cell(index: number, decode: Decoder | undefined): Cell {
    const { wasm } = this.#home;
    const { functions } = wasm;
    const type = functions._sqlite3_column_type(this.#pointer, index);
    if (type === nullType) return null;
    if (decode !== undefined && (type === integerType || type === blobType))
      return decode(this.#undecoded(index, type)).toString('utf8');
    if (type === integerType || type === realType)
      return functions._sqlite3_column_double(this.#pointer, index);
    const text = functions._sqlite3_column_text(this.#pointer, index);
    const size = functions._sqlite3_column_bytes(this.#pointer, index);
    return wasm.bytes().toString('utf8', text, text + size);
  }
}

/** Room for the texts and bytes of a binding; never zero, because an empty text at no address would be bound as null. */
function sizeOf(values: readonly Bound[]): number {
  let size = 1;
  for (const value of values)
    if (typeof value === 'number' || value === null) continue;
    else size += typeof value === 'string' ? value.length * 3 : value.length;
  return size;
}

/** All texts of a binding in one, to be written at once. */
function joinedTexts(values: readonly Bound[]): string {
  let texts = '';
  for (const value of values)
    if (typeof value === 'number' || value === null) continue;
    else if (typeof value === 'string') texts += value;
  return texts;
}
