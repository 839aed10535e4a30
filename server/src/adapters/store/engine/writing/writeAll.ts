import type { EventRow } from '#protocol/rows';
import type { NewEvent, Write } from '../../../../runtime/storePort';
import type { Tables } from '../../packing/packedTables';
import { changeRow } from './changeRow';
import { insertRows } from './insertRows';

/** Carries out writes in their order inside the open transaction; answers the events with their places. */
export function writeAll(
  tables: Tables,
  append: (event: NewEvent) => EventRow,
  writes: readonly Write[],
): readonly EventRow[] {
  const events: EventRow[] = [];
  for (let at = 0; at < writes.length; ) {
    const write = writes[at] as Write;
    if (write.op === 'event') events.push(append(write.event));
    else if (write.op !== 'insert') changeRow(tables, write);
    else {
      const rows = neighbours(writes, at);
      insertRows(tables, write.table, rows);
      at += rows.length - 1;
    }
    at += 1;
  }
  return events;
}

/** The rows of the inserts from `start` on that go into the same table. */
function neighbours(writes: readonly Write[], start: number): readonly object[] {
  const rows: object[] = [];
  let table: string | undefined;
  for (let at = start; at < writes.length; at += 1) {
    const write = writes[at];
    if (write?.op !== 'insert' || (table !== undefined && write.table !== table)) break;
    table = write.table;
    rows.push(write.row);
  }
  return rows;
}
