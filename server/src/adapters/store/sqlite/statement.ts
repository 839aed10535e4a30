import type { Cell } from '../record/cells';
import { type Bound, bindValues, type StatementHome } from './bindValues';
import { type PackedRows, RowPacker } from './packedRows';
import { resultCodes as codes } from './resultCodes';

const integerType = 1;
const realType = 2;
const blobType = 4;
const nullType = 5;

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
    bindValues(this.#home, this.#pointer, values);
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
    bindValues(this.#home, this.#pointer, values);
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

  #step(values: readonly Bound[], onRow: () => void): void {
    const { functions } = this.#home.wasm;
    bindValues(this.#home, this.#pointer, values);
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
