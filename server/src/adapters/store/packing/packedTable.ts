import type { Cell } from '../record/cells';
import { everyday } from '../schema/everydayTerms';
import type { PackedColumns, Packing } from '../schema/packedColumns';
import { unpackedSql } from '../schema/packedColumns';
import type { Bound } from '../sqlite/bindValues';
import type { Decoder, Decoders } from '../sqlite/decoders';
import { anyOf, type Condition } from './anyOf';
import type { Terms } from './terms';

/** Turns the cells of one table into what is stored and back. */
export class PackedTable {
  /** How to read its columns, by their names. */
  readonly decoders: Decoders;
  readonly #columns: PackedColumns;
  readonly #encoders: ReadonlyMap<string, (text: string) => Bound>;
  readonly #terms: Terms;

  constructor(columns: PackedColumns, terms: Terms) {
    this.#columns = columns;
    this.#terms = terms;
    this.#encoders = new Map(
      Object.entries(columns).map(([name, packing]) => [name, encoderOf(packing, terms)]),
    );
    this.decoders = new Map(
      Object.entries(columns).map(([name, packing]) => [name, decoderOf(packing, terms)]),
    );
  }

  /** What is stored for some columns of a row, inside the open transaction. */
  encode(columns: readonly string[], row: Readonly<Record<string, Cell>>): readonly Bound[] {
    const stored: Bound[] = [];
    this.encodeCells(
      columns,
      columns.map((column) => row[column] ?? null),
      stored,
    );
    return stored;
  }

  /** {@link encode} for cells in the order of their columns, behind what is `stored` already. */
  encodeCells(columns: readonly string[], cells: readonly Cell[], stored: Bound[]): void {
    for (let at = 0; at < columns.length; at += 1) {
      const value = cells[at] ?? null;
      const encode = typeof value === 'string' ? this.#encoders.get(columns[at] ?? '') : undefined;
      stored.push(encode === undefined || typeof value !== 'string' ? value : encode(value));
    }
  }

  /** A column, by its name or with its table's, that must hold one of some values. */
  anyOf(column: string, list: readonly Cell[]): Condition {
    const packing = this.#columns[column.slice(column.indexOf('.') + 1)];
    if (packing === undefined) return anyOf(column, list);
    const forms = list.flatMap((value): readonly Bound[] => this.#forms(packing, value));
    const found = anyOf(column, forms);
    const isRare =
      packing === 'term' && forms.every((form) => typeof form === 'number' && form > everyday.length);
    // Said in so many words, so that an index without the everyday terms can be used.
    return isRare ? { ...found, sql: `(${found.sql} AND ${column} > ${everyday.length})` } : found;
  }

  /** A column that must hold a value or what comes after it. */
  from(column: string, value: Cell): Condition {
    const packing = this.#columns[column];
    const stored = packing === 'time' && typeof value === 'string' ? packedTime(value) : value;
    return { sql: `${this.orderBy(column)} >= ?`, values: [stored] };
  }

  /** By what rows come in the order of a column. */
  orderBy(column: string): string {
    const packing = this.#columns[column];
    return packing === undefined || packing === 'time' ? column : unpackedSql(column, packing);
  }

  /** Every form in which a value may stand in a column. */
  #forms(packing: Packing, value: Cell): readonly Bound[] {
    if (typeof value !== 'string') return [value];
    if (packing === 'time') return [packedTime(value)];
    if (typeof packing === 'object') return [packedHex(packing.hex, value)];
    const key = this.#terms.find(value);
    return key === undefined
      ? packing === 'shared'
        ? [value]
        : []
      : packing === 'shared'
        ? [key, value]
        : [key];
  }
}

const timeForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
let lastTime = { text: '', ms: Number.NaN };

/** Milliseconds where they give the very text back. */
function packedTime(text: string): Cell {
  if (text === lastTime.text) return lastTime.ms;
  const ms = timeForm.test(text) ? Date.parse(text) : Number.NaN;
  if (!(ms >= 0) || new Date(ms).toISOString() !== text) return text;
  lastTime = { text, ms };
  return ms;
}

const digits = new Uint8Array(128).fill(255);
for (const [value, digit] of [...'0123456789abcdef'].entries()) digits[digit.charCodeAt(0)] = value;

/** Bytes where a text is the prefix and an even number of small hexadecimal digits. */
function packedHex(prefix: string, text: string): Bound {
  const start = prefix.length;
  const length = text.length - start;
  if (length <= 0 || length % 2 === 1 || !text.startsWith(prefix)) return text;
  const bytes = new Uint8Array(length / 2);
  for (let at = 0; at < bytes.length; at += 1) {
    const high = digits[text.charCodeAt(start + at * 2)] ?? 255;
    const low = digits[text.charCodeAt(start + at * 2 + 1)] ?? 255;
    if (high + low > 30) return text;
    bytes[at] = high * 16 + low;
  }
  return bytes;
}

function encoderOf(packing: Packing, terms: Terms): (text: string) => Bound {
  if (packing === 'term') return (text) => terms.keyOf(text);
  if (packing === 'shared') return (text) => terms.sharedKeyOf(text) ?? text;
  return packing === 'time' ? packedTime : (text) => packedHex(packing.hex, text);
}

function decoderOf(packing: Packing, terms: Terms): Decoder {
  if (packing === 'time') return { kind: 'time' };
  if (typeof packing === 'object') return { kind: 'hex', prefix: packing.hex };
  return { kind: 'term', bytesOf: (key) => terms.bytesOf(key) };
}
