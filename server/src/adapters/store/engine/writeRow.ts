import type { Table } from '#protocol/rows';
import type { Write } from '../../../runtime/storePort';
import { partialRow, wholeRow } from '../record/cells';
import { checkMove, expectOne, taken } from '../record/refusals';
import { tableColumns } from '../schema/columns';
import { stateOf } from '../schema/constraints';
import type { Connection } from '../sqlite/connection';
import { resultCodes, SqlError } from '../sqlite/resultCodes';
import { conditionOf } from './rowSql';

type RowWrite = Exclude<Write, { readonly op: 'event' }>;

/** Carries out one write of a row inside the open transaction. */
export function writeRow(connection: Connection, write: RowWrite): void {
  if (write.op === 'insert') {
    const cells = Object.values(wholeRow(write.table, write.row));
    refusingTaken(write.table, () => connection.run(insertSql[write.table], cells));
    return;
  }
  const { table, key } = write;
  const where = conditionOf(table, key);
  const state = stateOf(table)?.column;
  const found = connection.all(
    `SELECT rowid AS place${state === undefined ? '' : `, ${state} AS state`} FROM ${table} WHERE ${where.sql} LIMIT 2`,
    where.values,
  );
  expectOne(table, key, found.length);
  let set = partialRow(table, write.set ?? {});
  if (write.op === 'transition') {
    checkMove(write, found[0]?.['state'] ?? null);
    set = { ...set, [state ?? 'status']: write.to };
  }
  const columns = Object.keys(set);
  if (columns.length === 0) return;
  const sql = `UPDATE ${table} SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE rowid = ?`;
  const values = [...Object.values(set), found[0]?.['place'] ?? null];
  refusingTaken(table, () => connection.run(sql, values));
}

/** Written once: a statement is found again by its text. */
const insertSql = Object.fromEntries(
  Object.entries(tableColumns).map(([table, types]) => {
    const columns = Object.keys(types);
    const places = columns.map(() => '?').join(', ');
    return [table, `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`];
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
      columns.split(', ').map((column) => column.slice(table.length + 1)),
    );
  }
}
