import type { EventRow } from '#protocol/rows';
import type { NewEvent, Write } from '../../../runtime/storePort';
import { newEventColumns } from '../record/chain';

/** The events of a transaction as they come back: their places when nothing else changed, else the rows. */
export type PackedEvents =
  | { readonly seq: number; readonly prev_hash: string; readonly hashes: readonly string[] }
  | { readonly rows: readonly EventRow[] };

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

function eventsOf(writes: readonly Write[]): readonly NewEvent[] {
  return writes.flatMap((write) => (write.op === 'event' ? [write.event] : []));
}

function isSame(row: EventRow, sent: NewEvent | undefined, seq: number): boolean {
  return row.seq === seq && newEventColumns.every((column) => row[column] === sent?.[column]);
}
