import type { Table } from '#protocol/rows';
import { machines } from '#protocol/states';
import { tableColumns } from '../schema/columns';
import { stateOf } from '../schema/constraints';

/** What one column of one row can hold. */
export type Cell = string | number | null;

/** A row seen as plain columns, as both stores handle it. */
export type CellRow = Readonly<Record<string, Cell>>;

/** Turns a caller's row into columns in the order of its table; a missing, unknown or wrong column is a bug of the caller. */
export function wholeRow(table: Table, given: object): CellRow {
  const row: Record<string, Cell> = {};
  const columns: Readonly<Record<string, string>> = tableColumns[table];
  const cells = given as Readonly<Record<string, unknown>>;
  for (const column of Object.keys(columns)) row[column] = checkedCell(table, column, cells[column]);
  for (const column of Object.keys(cells)) checkColumn(table, column);
  checkInitialState(table, row);
  return row;
}

/** Checks some columns of a table, as in the set of an update; state columns move by `transition` only. */
export function partialRow(table: Table, given: object): CellRow {
  const row: Record<string, Cell> = {};
  for (const [column, value] of Object.entries(given)) {
    checkColumn(table, column);
    if (stateOf(table)?.column === column) throw new Error(`${table}.${column} moves by transition only`);
    row[column] = checkedCell(table, column, value);
  }
  return row;
}

/** Conditions on columns as lists of accepted values. */
export function conditions(table: Table, where: object): readonly (readonly [string, readonly Cell[]])[] {
  return Object.entries(where).map(([column, value]: [string, unknown]) => {
    checkColumn(table, column);
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    return [column, list.map((one) => plainCell(`${table}.${column}`, one))] as const;
  });
}

/** A value as the stores can hold it: text without halves of characters, finite numbers, null. */
export function plainCell(name: string, value: unknown): Cell {
  if (value === null) return null;
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new Error(`${name} must be text, a finite number or null, not ${String(value)}`);
}

/** Stops at a column that the table does not have. */
export function checkColumn(table: Table, column: string): void {
  if (!Object.hasOwn(tableColumns[table], column)) throw new Error(`${table} has no column ${column}`);
}

function checkedCell(table: Table, column: string, value: unknown): Cell {
  const cell = plainCell(`${table}.${column}`, value);
  const columns: Readonly<Record<string, string>> = tableColumns[table];
  const type = columns[column] ?? '';
  if (cell === null && type.includes('NOT NULL')) throw new Error(`${table}.${column} must not be null`);
  if (typeof cell === 'number' && type.startsWith('TEXT')) throw new Error(`${table}.${column} must be text`);
  if (typeof cell === 'string' && !type.startsWith('TEXT'))
    throw new Error(`${table}.${column} must be a number`);
  return cell;
}

function checkInitialState(table: Table, row: CellRow): void {
  const state = stateOf(table);
  if (state === undefined) return;
  const value = String(row[state.column]);
  if (!Object.hasOwn(machines[state.machine], value))
    throw new Error(`${table}.${state.column} has no state ${value}`);
}

function wellFormed(text: string): string {
  return /\p{Surrogate}/u.test(text) ? Buffer.from(text, 'utf8').toString('utf8') : text;
}
