import type { EventRow, Table } from '#protocol/rows';
import type { NewEvent, Write } from '../../../runtime/storePort';
import { newEventColumns } from '../record/chain';
import { tableColumns } from '../schema/columns';

/**
 * A transaction as it crosses threads: values without their names, which would cost more than they do; as one text where
 * JSON gives the same values back, for a text crosses at a quarter of the cost.
 */
export type PackedWrites = string | readonly unknown[];

/** The events of a transaction as they come back: their places when nothing else changed, else the rows. */
export type PackedEvents =
  | { readonly seq: number; readonly prev_hash: string; readonly hashes: readonly string[] }
  | { readonly rows: readonly EventRow[] };

const event = '@event';
const whole = '@write';
const columns = Object.fromEntries(
  Object.entries(tableColumns).map(([table, types]) => [table, Object.keys(types)]),
) as unknown as Readonly<Record<Table, readonly string[]>>;

/** Lays a transaction out flat. */
export function packWrites(writes: readonly Write[]): PackedWrites {
  const packed: unknown[] = [];
  let isText = true;
  for (const write of writes) {
    if (write.op === 'event') isText = packRow(packed, event, newEventColumns, write.event) && isText;
    else if (write.op !== 'insert' || !isComplete(columns[write.table], write.row)) {
      packed.push(whole, write);
      isText &&= isSafe(write);
    } else isText = packRow(packed, write.table, columns[write.table], write.row) && isText;
  }
  return isText ? JSON.stringify(packed) : packed;
}

/** What {@link packWrites} was given. */
export function unpackWrites(packed: PackedWrites): readonly Write[] {
  const writes: Write[] = [];
  const values = typeof packed === 'string' ? (JSON.parse(packed) as readonly unknown[]) : packed;
  for (let at = 0; at < values.length; ) {
    const kind = values[at] as string;
    if (kind === whole) {
      writes.push(values[at + 1] as Write);
      at += 2;
    } else {
      const names = kind === event ? newEventColumns : columns[kind as Table];
      writes.push(written(kind, rowAt(values, at + 1, names)));
      at += 1 + names.length;
    }
  }
  return writes;
}

/** Says of stored events what their writer does not know yet. */
export function packEvents(writes: readonly Write[], rows: readonly EventRow[]): PackedEvents {
  const [first] = rows;
  const sent = eventsOf(writes);
  const isKnown = rows.every((row, index) => isSame(row, sent[index], (first?.seq ?? 0) + index));
  return first !== undefined && isKnown
    ? { seq: first.seq, prev_hash: first.prev_hash, hashes: rows.map(({ hash }) => hash) }
    : { rows };
}

/** The stored events of a transaction. */
export function unpackEvents(writes: readonly Write[], packed: PackedEvents): readonly EventRow[] {
  if ('rows' in packed) return packed.rows;
  const { seq, hashes } = packed;
  return eventsOf(writes).map((sent, index) => {
    const prev_hash = hashes[index - 1] ?? packed.prev_hash;
    return { seq: seq + index, ...sent, prev_hash, hash: hashes[index] ?? '' };
  });
}

/** Lays a row out; answers whether JSON keeps its values as they are. */
function packRow(packed: unknown[], kind: string, names: readonly string[], row: object): boolean {
  packed.push(kind);
  let isText = true;
  for (let at = 0; at < names.length; at += 1) {
    const value = (row as Readonly<Record<string, unknown>>)[names[at] ?? ''];
    packed.push(value);
    isText &&= typeof value === 'string' || isSafe(value);
  }
  return isText;
}

/** Whether JSON keeps a value as it is; writes hold values, and objects and lists of values. */
function isSafe(value: unknown): boolean {
  if (typeof value === 'string' || value === null) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'object' && Object.values(value).every(isSafe);
}

function rowAt(packed: readonly unknown[], start: number, names: readonly string[]): object {
  const row: Record<string, unknown> = {};
  for (let index = 0; index < names.length; index += 1) row[names[index] ?? ''] = packed[start + index];
  return row;
}

function written(kind: string, row: object): Write {
  return kind === event
    ? { op: 'event', event: row as NewEvent }
    : ({ op: 'insert', table: kind as Table, row } as Write);
}

/** A row with other columns than its table's goes as it is, so that the store can say what is wrong with it. */
function isComplete(names: readonly string[], row: object): boolean {
  return Object.keys(row).length === names.length && names.every((name) => Object.hasOwn(row, name));
}

function eventsOf(writes: readonly Write[]): readonly NewEvent[] {
  return writes.flatMap((write) => (write.op === 'event' ? [write.event] : []));
}

function isSame(row: EventRow, sent: NewEvent | undefined, seq: number): boolean {
  return row.seq === seq && newEventColumns.every((column) => row[column] === sent?.[column]);
}
