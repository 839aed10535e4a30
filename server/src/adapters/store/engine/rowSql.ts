import type { Table } from '#protocol/rows';
import type { Query, Write } from '../../../runtime/storePort';
import { type Cell, checkColumn, conditions, partialRow, wholeRow } from '../record/cells';
import { checkMove, expectOne, taken } from '../record/refusals';
import { tableColumns } from '../schema/columns';
import { stateOf } from '../schema/constraints';
import type { Connection } from '../sqlite/connection';
import { resultCodes, SqlError } from '../sqlite/resultCodes';

/** A condition in SQL with its values. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly Cell[];
}

type RowWrite = Exclude<Write, { readonly op: 'event' }>;

/** Carries out one write of a row inside the open transaction. */
export function writeRow(connection: Connection, write: RowWrite): void {
  if (write.op === 'insert') {
    const row = wholeRow(write.table, write.row);
    refusingTaken(write.table, () => connection.run(insertSql(write.table), Object.values(row)));
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

/** The first row, by insertion, that meets a key. */
export function getRow(connection: Connection, table: Table, key: object): Record<string, Cell> | undefined {
  const where = conditionOf(table, key);
  const columns = Object.keys(tableColumns[table]).join(', ');
  const sql = `SELECT ${columns} FROM ${table} WHERE ${where.sql} ORDER BY rowid LIMIT 1`;
  return connection.all(sql, where.values)[0];
}

/** One page of a table and how many rows meet the conditions in all. */
export function listRows(connection: Connection, table: Table, query: Query<Record<string, Cell>>) {
  const where = conditionOf(table, query.where ?? {});
  const columns = Object.keys(tableColumns[table]).join(', ');
  const items = connection.all(
    `SELECT ${columns} FROM ${table} WHERE ${where.sql} ORDER BY ${orderOf(table, query)} LIMIT ? OFFSET ?`,
    [...where.values, ...pageOf(query)],
  );
  const total = connection.value(`SELECT count(*) FROM ${table} WHERE ${where.sql}`, where.values);
  return { total: Number(total), items };
}

/** `LIMIT` and `OFFSET` of a query; 500 rows unless it says otherwise. */
export function pageOf(query: { readonly limit?: number | null; readonly offset?: number }): readonly Cell[] {
  return [query.limit === undefined ? 500 : (query.limit ?? -1), query.offset ?? 0];
}

/** A column that must hold one of some values. */
export function anyOf(column: string, list: readonly Cell[]): Condition {
  const values = list.filter((value) => value !== null);
  const isNull = values.length < list.length ? [`${column} IS NULL`] : [];
  const equals =
    values.length === 0
      ? []
      : [values.length === 1 ? `${column} = ?` : `${column} IN (SELECT value FROM json_each(?))`];
  const alternatives = [...isNull, ...equals];
  return {
    sql: alternatives.length === 0 ? '0' : `(${alternatives.join(' OR ')})`,
    values: values.length > 1 ? [JSON.stringify(values)] : values,
  };
}

/** All of some conditions. */
export function allOf(list: readonly Condition[]): Condition {
  return {
    sql: list.length === 0 ? '1' : list.map((condition) => condition.sql).join(' AND '),
    values: list.flatMap((condition) => condition.values),
  };
}

function conditionOf(table: Table, where: object): Condition {
  return allOf(conditions(table, where).map(([column, list]) => anyOf(column, list)));
}

function orderOf(table: Table, query: Query<Record<string, Cell>>): string {
  const order = query.order ?? [];
  for (const { by } of order) checkColumn(table, by);
  const direction = (desc: boolean | undefined) => (desc === true ? 'DESC' : 'ASC');
  return [...order, { by: 'rowid', desc: order[0]?.desc === true }]
    .map(({ by, desc }) => `${by} ${direction(desc)}`)
    .join(', ');
}

function insertSql(table: Table): string {
  const columns = Object.keys(tableColumns[table]);
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
}

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
