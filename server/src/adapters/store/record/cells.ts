import type { Table } from '#protocol/rows';
import { machines } from '#protocol/states';
import { tableColumns } from '../schema/columns';
import { stateOf } from '../schema/constraints';

/** What one column of one row can hold. */
export type Cell = string | number | null;

/** A row seen as plain columns, as both stores handle it. */
export type CellRow = Readonly<Record<string, Cell>>;

/** What one column takes, as its SQL type says. */
interface Column {
  readonly name: string;
  readonly isText: boolean;
  readonly isOptional: boolean;
}

const columnsOf = Object.fromEntries(
  Object.entries(tableColumns).map(([table, types]) => [
    table,
    Object.entries(types).map(([name, type]): Column => {
      return { name, isText: type.startsWith('TEXT'), isOptional: !type.includes('NOT NULL') };
    }),
  ]),
) as unknown as Readonly<Record<Table, readonly Column[]>>;

/** Turns a caller's row into columns in the order of its table; a missing, unknown or wrong column is a bug of the caller. */
export function wholeRow(table: Table, given: object): CellRow {
  const cells = wholeCells(table, given);
  return Object.fromEntries(columnsOf[table].map(({ name }, at) => [name, cells[at] ?? null]));
}

/** The cells of {@link wholeRow} without their names. */
export function wholeCells(table: Table, given: object): readonly Cell[] {
  const columns = columnsOf[table];
  const row = given as Readonly<Record<string, unknown>>;
  const cells: Cell[] = [];
  for (let at = 0; at < columns.length; at += 1) {
    const column = columns[at] as Column;
    cells.push(checkedCell(table, column, row[column.name]));
  }
  const names = Object.keys(row);
  if (names.length > columns.length) for (const column of names) checkColumn(table, column);
  checkInitialState(table, row);
  return cells;
}

/** Checks some columns of a table, as in the set of an update; state columns move by `transition` only. */
export function partialRow(table: Table, given: object): CellRow {
  const row: Record<string, Cell> = {};
  for (const [column, value] of Object.entries(given)) {
    const rule = columnsOf[table].find(({ name }) => name === column);
    if (rule === undefined) throw noColumn(table, column);
    if (stateOf(table)?.column === column) throw new Error(`${table}.${column} moves by transition only`);
    row[column] = checkedCell(table, rule, value);
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
  if (!Object.hasOwn(tableColumns[table], column)) throw noColumn(table, column);
}

function noColumn(table: Table, column: string): Error {
  return new Error(`${table} has no column ${column}`);
}

function checkedCell(table: Table, column: Column, value: unknown): Cell {
  if (typeof value === 'string' && column.isText) return wellFormed(value);
  if (value === null && column.isOptional) return null;
  const name = `${table}.${column.name}`;
  const cell = plainCell(name, value);
  if (cell === null) throw new Error(`${name} must not be null`);
  if (typeof cell === 'number' && column.isText) throw new Error(`${name} must be text`);
  if (typeof cell === 'string') throw new Error(`${name} must be a number`);
  return cell;
}

function checkInitialState(table: Table, row: Readonly<Record<string, unknown>>): void {
  const state = stateOf(table);
  if (state === undefined) return;
  const value = String(row[state.column]);
  if (!Object.hasOwn(machines[state.machine], value))
    throw new Error(`${table}.${state.column} has no state ${value}`);
}

/** The compiler's standard library does not know it yet. */
interface WellFormed {
  isWellFormed(): boolean;
}

function wellFormed(text: string): string {
  return (text as WellFormed & string).isWellFormed() ? text : Buffer.from(text, 'utf8').toString('utf8');
}
