import type { Table } from '#protocol/rows';
import type { Tables } from '../../packing/packedTables';
import { wholeCells } from '../../record/cells';
import { tableColumns } from '../../schema/columns';
import { tableName } from '../../schema/packedColumns';
import type { Bound } from '../../sqlite/bindValues';
import { refusingTaken } from './refusingTaken';

/** How many rows one statement takes: many in one cost little more than half of what they cost one by one. */
const rowCounts = [32, 8, 1] as const;
/** Longer texts go row by row: those of one statement are in memory at the same time. */
const togetherLength = 1 << 18;

/** Carries out neighbouring inserts into one table inside the open transaction. */
export function insertRows({ connection, packing }: Tables, table: Table, rows: readonly object[]): void {
  const packed = packing.of(table);
  const columns = columnNames[table];
  const run = (count: number, values: readonly Bound[]) =>
    refusingTaken(table, () => connection.run(insertSql(table, count), values));
  for (let from = 0; from < rows.length; ) {
    const count = rowCounts.find((some) => from + some <= rows.length) ?? 1;
    const values: Bound[] = [];
    for (let at = from; at < from + count; at += 1)
      packed.encodeCells(columns, wholeCells(table, rows[at] ?? {}), values);
    if (count === 1 || lengthOf(values) <= togetherLength) run(count, values);
    else
      for (let at = 0; at < values.length; at += columns.length)
        run(1, values.slice(at, at + columns.length));
    from += count;
  }
}

const columnNames = Object.fromEntries(
  Object.entries(tableColumns).map(([table, types]) => [table, Object.keys(types)]),
) as unknown as Readonly<Record<Table, readonly string[]>>;

/** Written once: a statement is found again by its text. */
const written = new Map<string, string>();

function insertSql(table: Table, count: number): string {
  const key = `${table} ${count}`;
  const known = written.get(key);
  if (known !== undefined) return known;
  const columns = columnNames[table];
  const places = `(${columns.map(() => '?').join(', ')})`;
  const rows = Array.from({ length: count }, () => places).join(', ');
  const sql = `INSERT INTO ${tableName(table)} (${columns.join(', ')}) VALUES ${rows}`;
  written.set(key, sql);
  return sql;
}

function lengthOf(values: readonly Bound[]): number {
  let length = 0;
  for (const value of values)
    if (typeof value === 'number' || value === null) continue;
    else length += value.length;
  return length;
}
