import { type PackedColumns, packedColumns, tableName } from '../schema/packedColumns';
import type { Condition } from './anyOf';
import type { Tables } from './packedTables';

/** Takes the texts away that only removed rows named: what is deleted must be gone from the file, too. */
export class TermSweep {
  readonly #tables: Tables;
  readonly #noted = new Set<number>();

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** Notes the texts of rows that are about to be removed. */
  note(table: string, where: Condition): void {
    for (const column of termColumns(table)) {
      const sql = `SELECT DISTINCT ${column} AS key FROM ${tableName(table)} WHERE ${where.sql} AND typeof(${column}) = 'integer'`;
      for (const { key } of this.#tables.connection.all(sql, where.values)) this.#noted.add(Number(key));
    }
  }

  /** Removes what was noted and is named by no row that is left, inside the open transaction. */
  run(): void {
    if (this.#noted.size === 0) return;
    const { connection, packing } = this.#tables;
    for (const table of Object.keys(packedColumns))
      for (const column of termColumns(table)) {
        const sql = `SELECT DISTINCT ${column} AS key FROM ${tableName(table)}
          WHERE ${column} IN (SELECT value FROM json_each(?))`;
        const left = JSON.stringify([...this.#noted]);
        for (const { key } of connection.all(sql, [left])) this.#noted.delete(Number(key));
      }
    const gone = JSON.stringify([...this.#noted]);
    connection.run('DELETE FROM terms WHERE key IN (SELECT value FROM json_each(?))', [gone]);
    packing.terms.reload();
  }
}

function termColumns(table: string): readonly string[] {
  const columns: PackedColumns = (packedColumns as Readonly<Record<string, PackedColumns>>)[table] ?? {};
  return Object.keys(columns).filter((column) => columns[column] === 'term' || columns[column] === 'shared');
}
