import type { Table } from '#protocol/rows';
import type { Query } from '../../../runtime/storePort';
import type { Condition } from '../packing/anyOf';
import type { PackedTable } from '../packing/packedTable';
import type { Tables } from '../packing/packedTables';
import { type Cell, checkColumn, conditions } from '../record/cells';
import { tableColumns } from '../schema/columns';
import { tableName } from '../schema/packedColumns';
import type { Decoders } from '../sqlite/decoders';

/** The first row, by insertion, that meets a key. */
export function getRow(
  { connection, packing }: Tables,
  table: Table,
  key: object,
): Record<string, Cell> | undefined {
  const packed = packing.of(table);
  const where = conditionOf(packed, table, key);
  const columns = Object.keys(tableColumns[table]).join(', ');
  const sql = `SELECT ${columns} FROM ${tableName(table)} WHERE ${where.sql} ORDER BY rowid LIMIT 1`;
  return connection.all(sql, where.values, packed.decoders)[0];
}

/** A query that may ask for some columns only; nobody asks then how many rows there are in all. */
export type RowQuery = Query<Record<string, Cell>> & { readonly columns?: readonly string[] };

/** One page of a table and how many rows meet the conditions in all. */
export function listRows(tables: Tables, table: Table, query: RowQuery) {
  const page = rowPage(tables, table, query);
  const items = tables.connection.all(page.sql, page.values, page.decoders);
  return { total: page.total(items.length), items };
}

/** A page of an answer before it is read: its statement, and how many rows there are in all once some were found. */
export interface PageSql extends Condition {
  readonly decoders: Decoders;
  readonly total: (found: number) => number;
}

/** How to read one page of a table. */
export function rowPage({ counts, packing }: Tables, table: Table, query: RowQuery): PageSql {
  const packed = packing.of(table);
  const { where: wanted = {}, from: first } = query;
  const where = allOf([conditionOf(packed, table, wanted), fromOf(packed, table, query)]);
  const columns = query.columns ?? Object.keys(tableColumns[table]);
  for (const column of columns) checkColumn(table, column);
  const looked = [...Object.keys(wanted), ...(first === undefined ? [] : [first.by])];
  const count = () => counts.count({ ...where, table: tableName(table), columns: looked });
  return {
    sql: `SELECT ${columns.join(', ')} FROM ${tableName(table)} WHERE ${where.sql} ORDER BY ${orderOf(packed, table, query)} LIMIT ? OFFSET ?`,
    decoders: packed.decoders,
    values: [...where.values, ...pageOf(query)],
    total: (found) => (query.columns ? found : (totalOf(query, found) ?? count())),
  };
}

/** How many rows there are in all where a page itself tells it: it is not full, so it is the last. */
export function totalOf(
  query: { readonly limit?: number | null; readonly offset?: number; readonly counted?: boolean },
  found: number,
): number | null {
  if (query.counted === false) return found;
  const [limit, offset] = pageOf(query) as readonly [number, number];
  const isLast = limit < 0 || found < limit;
  return isLast && (found > 0 || offset === 0) ? offset + found : null;
}

/** `LIMIT` and `OFFSET` of a query; 500 rows unless it says otherwise. */
export function pageOf(query: { readonly limit?: number | null; readonly offset?: number }): readonly Cell[] {
  return [query.limit === undefined ? 500 : (query.limit ?? -1), query.offset ?? 0];
}

/** All of some conditions. */
export function allOf(list: readonly Condition[]): Condition {
  return {
    sql: list.length === 0 ? '1' : list.map((condition) => condition.sql).join(' AND '),
    values: list.flatMap((condition) => condition.values),
  };
}

/** The condition that holds for the rows of a table that meet a `where`. */
export function conditionOf(packed: PackedTable, table: Table, where: object): Condition {
  return allOf(conditions(table, where).map(([column, list]) => packed.anyOf(column, list)));
}

function fromOf(packed: PackedTable, table: Table, { from }: Query<Record<string, Cell>>): Condition {
  if (from === undefined) return { sql: '1', values: [] };
  checkColumn(table, from.by);
  return packed.from(from.by, from.value);
}

function orderOf(packed: PackedTable, table: Table, query: Query<Record<string, Cell>>): string {
  const order = query.order ?? [];
  for (const { by } of order) checkColumn(table, by);
  const direction = (desc: boolean | undefined) => (desc === true ? 'DESC' : 'ASC');
  return [...order, { by: 'rowid', desc: order[0]?.desc === true }]
    .map(({ by, desc }) => `${packed.orderBy(by)} ${direction(desc)}`)
    .join(', ');
}
