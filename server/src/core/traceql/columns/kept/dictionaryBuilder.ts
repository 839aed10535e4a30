import type { AttributeSingle, AttributeValue } from '../../evaluate/tracedSpan';
import type { Value } from '../../evaluate/value';
import type { ColumnData } from './columnCode';

/** A column while its rows come in, one after the other; rows that are passed over have no value. */
export class DictionaryBuilder {
  readonly #places = new Map<AttributeSingle, number>();
  readonly #listPlaces = new Map<string, number>();
  readonly #values: Exclude<AttributeValue, null>[] = [];
  #codes = new Uint32Array(64);

  set(row: number, value: AttributeValue | undefined): void {
    if (value === undefined || value === null) return;
    if (row >= this.#codes.length) this.#grow(row);
    this.#codes[row] = this.#place(value);
  }

  finish(rowCount: number): ColumnData {
    const Codes =
      this.#values.length < 256 ? Uint8Array : this.#values.length < 65_536 ? Uint16Array : Uint32Array;
    const codes = new Codes(rowCount);
    codes.set(this.#codes.subarray(0, rowCount));
    return { kind: 'dictionary', codes, values: writtenValue(this.#values) };
  }

  #place(value: Exclude<AttributeValue, null>): number {
    const isList = typeof value === 'object';
    const key = isList ? writtenValue(value) : value;
    const places: Map<unknown, number> = isList ? this.#listPlaces : this.#places;
    const known = places.get(key);
    if (known !== undefined) return known;
    this.#values.push(value);
    places.set(key, this.#values.length);
    return this.#values.length;
  }

  #grow(row: number): void {
    const longer = new Uint32Array(Math.max(row + 1, this.#codes.length * 2));
    longer.set(this.#codes);
    this.#codes = longer;
  }
}

/** Values as JSON; an integer that no number holds exactly stands there as its digits in an object. */
function writtenValue(value: AttributeValue | readonly AttributeValue[]): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? { int: String(one) } : one));
}

/** Reads what {@link DictionaryBuilder} wrote. */
export function readValues(text: string): readonly AttributeValue[] {
  const read = JSON.parse(text) as readonly Written[];
  return read.map((value) => (isList(value) ? value.map(single) : single(value)));
}

type WrittenSingle = string | number | boolean | { readonly int: string };
type Written = WrittenSingle | readonly WrittenSingle[];

function isList(value: Written): value is readonly WrittenSingle[] {
  return Array.isArray(value);
}

function single(value: WrittenSingle): AttributeSingle {
  return typeof value === 'object' ? BigInt(value.int) : value;
}

/** A value as columns keep it; its type is known by the name of its column. */
export function keptValue(value: Value): AttributeValue {
  if (value.type === 'list') return value.items.flatMap((item) => (item.type === 'nil' ? [] : [item.value]));
  return value.type === 'nil' ? null : value.value;
}
