import type { EventRow, Rows, Table } from '#protocol/rows';
import type { NewEvent, Write } from '../../../runtime/storePort';
import { partialRow, wholeRow } from '../record/cells';
import { checkMove, expectOne } from '../record/refusals';
import { tableColumns } from '../schema/columns';
import { stateOf } from '../schema/constraints';
import { MemoryEvents } from './memoryEvents';
import { MemorySegments } from './memorySegments';
import { MemoryTable } from './memoryTable';

/** The rows and events of the store in memory, written all or not at all. */
export class MemoryRows {
  readonly events = new MemoryEvents();
  readonly segments: MemorySegments;
  readonly #tables: ReadonlyMap<Table, MemoryTable>;
  #undo: (() => void)[] = [];

  constructor() {
    const names = Object.keys(tableColumns) as Table[];
    this.#tables = new Map(names.map((table) => [table, new MemoryTable(table)]));
    this.segments = new MemorySegments(this.table('spans'));
  }

  table(name: Table): MemoryTable {
    const found = this.#tables.get(name);
    if (found === undefined) throw new Error(`there is no table ${name}`);
    return found;
  }

  /** Every row of a table, by insertion. */
  all<T extends Table>(table: T): readonly Rows[T][] {
    const rows = this.table(table);
    return rows.find({}).map((id) => rows.row(id) as unknown as Rows[T]);
  }

  /** Runs work that writes; where it throws, nothing was written. */
  atomically<T>(work: () => T): T {
    this.#undo = [];
    try {
      return work();
    } catch (error) {
      for (const undo of this.#undo.reverse()) undo();
      throw error;
    }
  }

  /** To be run by {@link atomically}, as all that follows. */
  write(write: Write): readonly EventRow[] {
    if (write.op === 'event') return [this.append(write.event)];
    if (write.op === 'insert')
      this.#undo.push(this.table(write.table).insert(wholeRow(write.table, write.row)));
    else this.#change(write);
    return [];
  }

  append(event: NewEvent): EventRow {
    const { row, undo } = this.events.append(event);
    this.#undo.push(undo);
    return row;
  }

  /** Answers how many rows met the condition. */
  remove(table: Table, where: object): number {
    const rows = this.table(table);
    const ids = rows.find(where);
    for (const id of ids) this.#undo.push(rows.remove(id));
    if (table === 'spans' && ids.length > 0) this.segments.removed();
    return ids.length;
  }

  /** Answers how many events are gone. */
  removeEvents(isGone: (event: EventRow) => boolean): number {
    const { count, undo } = this.events.remove(isGone);
    this.#undo.push(undo);
    return count;
  }

  #change(write: Extract<Write, { readonly op: 'update' | 'transition' }>): void {
    const table = this.table(write.table);
    const ids = table.find(write.key);
    expectOne(write.table, write.key, ids.length);
    const id = ids[0] as number;
    const row = table.row(id);
    let set = partialRow(write.table, write.set ?? {});
    if (write.op === 'transition') {
      const column = stateOf(write.table)?.column ?? 'status';
      checkMove(write, row[column] ?? null);
      set = { ...set, [column]: write.to };
    }
    if (write.table === 'spans' && row['end_us'] !== null) this.segments.changed(String(row['trace_id']));
    this.#undo.push(table.replace(id, set));
  }
}
