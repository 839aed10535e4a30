import type { Table } from '#protocol/rows';
import type { Query } from '../../../runtime/storePort';
import { type Cell, checkColumn, conditions } from '../record/cells';
import { tableColumns } from '../schema/columns';
import type { Connection } from '../sqlite/connection';

/** A condition in SQL with its values. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly Cell[];
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
  const page = rowPage(connection, table, query);
  const items = connection.all(page.sql, page.values);
  return { total: page.total(items.length), items };
}

/** A page of an answer before it is read: its statement, and how many rows there are in all once some were found. */
export interface PageSql extends Condition {
  readonly total: (found: number) => number;
}

/** How to read one page of a table. */
export function rowPage(connection: Connection, table: Table, query: Query<Record<string, Cell>>): PageSql {
  const where = allOf([conditionOf(table, query.where ?? {}), fromOf(table, query)]);
  const columns = Object.keys(tableColumns[table]).join(', ');
  const count = () => connection.value(`SELECT count(*) FROM ${table} WHERE ${where.sql}`, where.values);
  return {
    sql: `SELECT ${columns} FROM ${table} WHERE ${where.sql} ORDER BY ${orderOf(table, query)} LIMIT ? OFFSET ?`,
    values: [...where.values, ...pageOf(query)],
    total: (found) => totalOf(query, found) ?? Number(count()),
  };
}

/** How many rows there are in all where a page itself tells it: it is not full, so it is the last. */
export function totalOf(
  query: { readonly limit?: number | null; readonly offset?: number },
  found: number,
): number | null {
  const [limit, offset] = pageOf(query) as readonly [number, number];
  const isLast = limit < 0 || found < limit;
  return isLast && (found > 0 || offset === 0) ? offset + found : null;
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

/** The condition that holds for the rows of a table that meet a `where`. */
export function conditionOf(table: Table, where: object): Condition {
  return allOf(conditions(table, where).map(([column, list]) => anyOf(column, list)));
}

function fromOf(table: Table, { from }: Query<Record<string, Cell>>): Condition {
  if (from === undefined) return { sql: '1', values: [] };
  checkColumn(table, from.by);
  return { sql: `${from.by} >= ?`, values: [from.value] };
}

function orderOf(table: Table, query: Query<Record<string, Cell>>): string {
  const order = query.order ?? [];
  for (const { by } of order) checkColumn(table, by);
  const direction = (desc: boolean | undefined) => (desc === true ? 'DESC' : 'ASC');
  return [...order, { by: 'rowid', desc: order[0]?.desc === true }]
    .map(({ by, desc }) => `${by} ${direction(desc)}`)
    .join(', ');
}
