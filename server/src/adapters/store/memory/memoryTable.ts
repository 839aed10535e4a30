import type { Table } from '#protocol/rows';
import type { Query } from '../../../runtime/storePort';
import { type Cell, type CellRow, checkColumn, conditions } from '../record/cells';
import { taken } from '../record/refusals';
import { uniqueGroups } from '../schema/constraints';

/** The rows of one table in insertion order; every change returns what takes it back. */
export class MemoryTable {
  readonly #table: Table;
  readonly #rows = new Map<number, CellRow>();
  readonly #indexes: readonly { readonly columns: readonly string[]; readonly ids: Map<string, number> }[];
  #nextId = 1;

  constructor(table: Table) {
    this.#table = table;
    this.#indexes = uniqueGroups(table).map((columns) => ({ columns, ids: new Map() }));
  }

  insert(row: CellRow): () => void {
    for (const { columns, ids } of this.#indexes)
      if (ids.has(keyOf(row, columns))) throw taken(this.#table, columns);
    const id = this.#nextId++;
    this.#put(id, row);
    return () => this.#drop(id);
  }

  replace(id: number, set: CellRow): () => void {
    const before = this.row(id);
    const after = { ...before, ...set };
    this.#drop(id);
    for (const { columns, ids } of this.#indexes) {
      if (!ids.has(keyOf(after, columns))) continue;
      this.#put(id, before);
      throw taken(this.#table, columns);
    }
    this.#put(id, after);
    return () => {
      this.#drop(id);
      this.#put(id, before);
    };
  }

  remove(id: number): () => void {
    const row = this.row(id);
    this.#drop(id);
    return () => this.#put(id, row);
  }

  row(id: number): CellRow {
    const row = this.#rows.get(id);
    if (row === undefined) throw new Error(`${this.#table} has no row ${id}`);
    return row;
  }

  /** Places of the rows that meet all conditions, in insertion order. */
  find(where: object): readonly number[] {
    const wanted = conditions(this.#table, where);
    const direct = this.#byIndex(wanted);
    const ids = direct ?? [...this.#rows.keys()].sort((left, right) => left - right);
    return ids.filter((id) => meets(this.row(id), wanted));
  }

  list(query: Query<Record<string, Cell>>): { readonly total: number; readonly items: readonly CellRow[] } {
    const { from } = query;
    if (from !== undefined) checkColumn(this.#table, from.by);
    const ids = this.find(query.where ?? {}).filter(
      (id) => from === undefined || compareCells(this.row(id)[from.by] ?? null, from.value) >= 0,
    );
    const order = query.order ?? [];
    for (const { by } of order) checkColumn(this.#table, by);
    ids.sort(
      (left, right) =>
        compareRows(this.row(left), this.row(right), order) ||
        (order[0]?.desc === true ? right - left : left - right),
    );
    return { total: ids.length, items: page(ids, query).map((id) => ({ ...this.row(id) })) };
  }

  #byIndex(wanted: readonly (readonly [string, readonly Cell[]])[]): readonly number[] | undefined {
    const one = new Map(
      wanted.filter(([, list]) => list.length === 1).map(([column, [cell]]) => [column, cell]),
    );
    const index = this.#indexes.find(({ columns }) => columns.every((column) => one.has(column)));
    if (index === undefined) return undefined;
    const id = index.ids.get(JSON.stringify(index.columns.map((column) => one.get(column))));
    return id === undefined ? [] : [id];
  }

  #put(id: number, row: CellRow): void {
    this.#rows.set(id, row);
    for (const { columns, ids } of this.#indexes) ids.set(keyOf(row, columns), id);
  }

  #drop(id: number): void {
    const row = this.row(id);
    this.#rows.delete(id);
    for (const { columns, ids } of this.#indexes) ids.delete(keyOf(row, columns));
  }
}

/** The part of a list that a query asks for; 500 unless it says otherwise. */
export function page<T>(
  items: readonly T[],
  query: { readonly limit?: number | null; readonly offset?: number },
): readonly T[] {
  const offset = query.offset ?? 0;
  const limit = query.limit === undefined ? 500 : query.limit;
  return items.slice(offset, limit === null ? undefined : offset + limit);
}

function keyOf(row: CellRow, columns: readonly string[]): string {
  return JSON.stringify(columns.map((column) => row[column]));
}

function meets(row: CellRow, wanted: readonly (readonly [string, readonly Cell[]])[]): boolean {
  return wanted.every(([column, list]) => list.includes(row[column] ?? null));
}

function compareRows(
  left: CellRow,
  right: CellRow,
  order: readonly { readonly by: string; readonly desc?: boolean }[],
): number {
  for (const { by, desc } of order) {
    const difference = compareCells(left[by] ?? null, right[by] ?? null);
    if (difference !== 0) return desc === true ? -difference : difference;
  }
  return 0;
}

function compareCells(left: Cell, right: Cell): number {
  if (left === right) return 0;
  if (left === null || right === null) return left === null ? -1 : 1;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)));
}
