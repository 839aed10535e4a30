import type { Table } from '#protocol/rows';
import type { Write } from '../../../runtime/storePort';
import type { PackedTable } from '../packing/packedTable';
import type { Tables } from '../packing/packedTables';
import { partialRow, wholeRow } from '../record/cells';
import { checkMove, expectOne, taken } from '../record/refusals';
import { tableColumns } from '../schema/columns';
import { stateOf } from '../schema/constraints';
import { tableName } from '../schema/packedColumns';
import { resultCodes, SqlError } from '../sqlite/resultCodes';
import type { Decoders } from '../sqlite/statement';
import { conditionOf } from './rowSql';

type RowWrite = Exclude<Write, { readonly op: 'event' }>;

/** Carries out one write of a row inside the open transaction. */
export function writeRow({ connection, packing }: Tables, write: RowWrite): void {
  const packed = packing.of(write.table);
  if (write.op === 'insert') {
    const cells = packed.encode(columnNames[write.table], wholeRow(write.table, write.row));
    refusingTaken(write.table, () => connection.run(insertSql[write.table], cells));
    return;
  }
  const { table, key } = write;
  const where = conditionOf(packed, table, key);
  const state = stateOf(table)?.column;
  const found = connection.all(
    `SELECT rowid AS place${state === undefined ? '' : `, ${state} AS state`} FROM ${tableName(table)} WHERE ${where.sql} LIMIT 2`,
    where.values,
    stateDecoders(packed, state),
  );
  expectOne(table, key, found.length);
  let set = partialRow(table, write.set ?? {});
  if (write.op === 'transition') {
    checkMove(write, found[0]?.['state'] ?? null);
    set = { ...set, [state ?? 'status']: write.to };
  }
  const columns = Object.keys(set);
  if (columns.length === 0) return;
  const sql = `UPDATE ${tableName(table)} SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE rowid = ?`;
  const values = [...packed.encode(columns, set), found[0]?.['place'] ?? null];
  refusingTaken(table, () => connection.run(sql, values));
}

/** The state is read under a name of its own. */
function stateDecoders({ decoders }: PackedTable, state: string | undefined): Decoders {
  const decode = decoders.get(state ?? '');
  return decode === undefined ? new Map() : new Map([['state', decode]]);
}

const columnNames = Object.fromEntries(
  Object.entries(tableColumns).map(([table, types]) => [table, Object.keys(types)]),
) as unknown as Readonly<Record<Table, readonly string[]>>;

/** Written once: a statement is found again by its text. */
const insertSql = Object.fromEntries(
  Object.entries(tableColumns).map(([table, types]) => {
    const columns = Object.keys(types);
    const places = columns.map(() => '?').join(', ');
    return [table, `INSERT INTO ${tableName(table)} (${columns.join(', ')}) VALUES (${places})`];
  }),
) as Readonly<Record<Table, string>>;

function refusingTaken(table: Table, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof SqlError) || error.code !== resultCodes.constraint) throw error;
    const [, columns] = /^UNIQUE constraint failed: (.*)$/u.exec(error.message) ?? [];
    if (columns === undefined) throw error;
    throw taken(
      table,
      columns.split(', ').map((column) => column.slice(tableName(table).length + 1)),
    );
  }
}
