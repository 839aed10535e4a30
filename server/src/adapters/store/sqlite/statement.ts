import type { Cell } from '../record/cells';
import { type Bound, bindValues, type StatementHome } from './bindValues';
import { bytesText, type Decoder, type Decoders, numberText } from './decoders';
import { type PackedRows, RowPacker } from './packedRows';
import { resultCodes as codes } from './resultCodes';

const integerType = 1;
const realType = 2;
const blobType = 4;
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
    const { functions } = this.#home.wasm;
    for (let index = 0; index < this.#names.length; index += 1) {
      const type = functions._sqlite3_column_type(this.#pointer, index);
      if (type === nullType) packer.addNothing();
      else if (type === integerType) this.#packNumber(packer, index, decoders[index]);
      else if (type === realType) packer.addNumber(functions._sqlite3_column_double(this.#pointer, index));
      else this.#packBytes(packer, index, type === blobType ? decoders[index] : undefined);
    }
  }

  #packNumber(packer: RowPacker, index: number, decoder: Decoder | undefined): void {
    const value = this.#home.wasm.functions._sqlite3_column_double(this.#pointer, index);
    if (decoder?.kind === 'term') packer.addTerm(value, decoder.bytesOf);
    else if (decoder?.kind === 'time') packer.addTime(value);
    else packer.addNumber(value);
  }

  #packBytes(packer: RowPacker, index: number, decoder: Decoder | undefined): void {
    const { wasm } = this.#home;
    const { functions } = wasm;
    const at = functions._sqlite3_column_blob(this.#pointer, index);
    const size = functions._sqlite3_column_bytes(this.#pointer, index);
    if (decoder?.kind === 'hex') packer.addHex(wasm.bytes(), at, size, decoder.prefix);
    else packer.addText(wasm.bytes(), at, size);
  }

  #row(decoders: readonly (Decoder | undefined)[]): Record<string, Cell> {
    const row: Record<string, Cell> = {};
    for (const [index, name] of this.#names.entries()) row[name] = this.#cell(index, decoders[index]);
    return row;
  }

  #stored(index: number): Bound {
    const isBytes = this.#home.wasm.functions._sqlite3_column_type(this.#pointer, index) === blobType;
    return isBytes ? new Uint8Array(this.#bytes(index)) : this.#cell(index, undefined);
  }

  #cell(index: number, decoder: Decoder | undefined): Cell {
    const { functions } = this.#home.wasm;
    const type = functions._sqlite3_column_type(this.#pointer, index);
    if (type === nullType) return null;
    if (type === integerType || type === realType) {
      const value = functions._sqlite3_column_double(this.#pointer, index);
      return (type === integerType ? numberText(decoder, value) : undefined) ?? value;
    }
    const bytes = this.#bytes(index);
    return (type === blobType ? bytesText(decoder, bytes) : undefined) ?? bytes.toString('utf8');
  }

  /** The bytes of a cell that is a text or bytes, where they lie: they must be used at once. */
  #bytes(index: number): Buffer {
    const { wasm } = this.#home;
    const at = wasm.functions._sqlite3_column_blob(this.#pointer, index);
    return wasm.bytes().subarray(at, at + wasm.functions._sqlite3_column_bytes(this.#pointer, index));
  }
}
