import type { Table } from '#protocol/rows';
import type { NewEvent, Write } from '../../../runtime/storePort';
import { newEventColumns } from '../record/chain';
import { tableColumns } from '../schema/columns';

/**
 * A transaction as it crosses threads: all its texts as one, which costs little more than its bytes, and numbers that say
 * how it divides. Names of columns, which would cost more than the values, do not cross.
 */
export interface PackedWrites {
  readonly text: string;
  /** For each write what it is, then for each of its cells the length of its text or one of two marks. Small integers all. */
  readonly marks: readonly number[];
  /** The cells that are numbers. */
  readonly numbers: readonly number[];
  /** Writes that could not be told so, as they are: the store says what is wrong with them. */
  readonly others: readonly Write[];
}

const nothing = -1;
const number = -2;

const tables = Object.keys(tableColumns) as readonly Table[];
const columnsOf = tables.map((table) => Object.keys(tableColumns[table]));
const places: ReadonlyMap<Table, number> = new Map(tables.map((table, place) => [table, place]));
/** What a write is: the place of the table into which it inserts, or one of these. */
const event = tables.length;
const json = event + 1;
const other = event + 2;

/** Lays a transaction out flat. */
export function packWrites(writes: readonly Write[]): PackedWrites {
  const packer = new WritePacker();
  for (const write of writes) packer.add(write);
  return packer;
}

/** What {@link packWrites} was given. */
export function unpackWrites(packed: PackedWrites): readonly Write[] {
  const writes: Write[] = [];
  const cursor = new PackedCursor(packed);
  while (cursor.isInside) writes.push(cursor.write());
  return writes;
}

class WritePacker implements PackedWrites {
  text = '';
  readonly marks: number[] = [];
  readonly numbers: number[] = [];
  readonly others: Write[] = [];

  add(write: Write): void {
    const isFlat =
      write.op === 'event' ? this.#row(event, newEventColumns, write.event) : this.#isInserted(write);
    if (!isFlat) this.#whole(write);
  }

  /** A row with other columns than its table's goes as it is. */
  #isInserted(write: Exclude<Write, { readonly op: 'event' }>): boolean {
    if (write.op !== 'insert') return false;
    const place = places.get(write.table);
    if (place === undefined) return false;
    const names = columnsOf[place] ?? [];
    return Object.keys(write.row).length === names.length && this.#row(place, names, write.row);
  }

  /** Lays the cells of a row down, all or none of them; answers false where one cannot be. */
  #row(kind: number, names: readonly string[], row: object): boolean {
    const [marked, counted] = [this.marks.length, this.numbers.length];
    let text = '';
    this.marks.push(kind);
    for (const name of names) {
      const value = (row as Readonly<Record<string, unknown>>)[name];
      if (typeof value === 'string') {
        this.marks.push(value.length);
        text += value;
      } else if (value === null) this.marks.push(nothing);
      else if (typeof value === 'number') {
        this.marks.push(number);
        this.numbers.push(value);
      } else {
        this.marks.length = marked;
        this.numbers.length = counted;
        return false;
      }
    }
    this.text += text;
    return true;
  }

  #whole(write: Write): void {
    if (isSafe(write)) {
      const text = JSON.stringify(write);
      this.marks.push(json, text.length);
      this.text += text;
    } else {
      this.marks.push(other);
      this.others.push(write);
    }
  }
}

class PackedCursor {
  readonly #packed: PackedWrites;
  #mark = 0;
  #text = 0;
  #number = 0;
  #other = 0;

  constructor(packed: PackedWrites) {
    this.#packed = packed;
  }

  get isInside(): boolean {
    return this.#mark < this.#packed.marks.length;
  }

  write(): Write {
    const kind = this.#next();
    if (kind === event) return { op: 'event', event: this.#row(newEventColumns) as NewEvent };
    if (kind === json) return JSON.parse(this.#cell() as string) as Write;
    if (kind === other) return this.#packed.others[this.#other++] as Write;
    return { op: 'insert', table: tables[kind], row: this.#row(columnsOf[kind] ?? []) } as Write;
  }

  #row(names: readonly string[]): object {
    const row: Record<string, unknown> = {};
    for (const name of names) row[name] = this.#cell();
    return row;
  }

  #cell(): string | number | null {
    const mark = this.#next();
    if (mark === nothing) return null;
    if (mark === number) return this.#packed.numbers[this.#number++] ?? 0;
    const from = this.#text;
    this.#text += mark;
    return this.#packed.text.slice(from, this.#text);
  }

  #next(): number {
    return this.#packed.marks[this.#mark++] ?? 0;
  }
}

/** Whether JSON keeps a value as it is; writes hold values, and objects and lists of values. */
function isSafe(value: unknown): boolean {
  if (typeof value === 'string' || value === null) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'object' && Object.values(value).every(isSafe);
}
