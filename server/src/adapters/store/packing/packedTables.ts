import { type PackedColumns, packedColumns } from '../schema/packedColumns';
import type { Connection } from '../sqlite/connection';
import { RowCounts } from '../sqlite/rowCounts';
import { PackedTable } from './packedTable';
import { Terms, type TermsHome } from './terms';

/** A database, how its tables are packed, and how many rows were counted in them. */
export interface Tables {
  readonly connection: Connection;
  readonly packing: PackedTables;
  readonly counts: RowCounts;
}

/** The tables of a database. */
export function tablesOf(connection: Connection): Tables {
  return { connection, packing: new PackedTables(connection), counts: new RowCounts(connection) };
}

/** How the tables of one database are packed. */
export class PackedTables {
  readonly terms: Terms;
  readonly #tables: ReadonlyMap<string, PackedTable>;

  constructor(home: TermsHome) {
    this.terms = new Terms(home);
    const entries = Object.entries(packedColumns) as [string, PackedColumns][];
    this.#tables = new Map(entries.map(([name, columns]) => [name, new PackedTable(columns, this.terms)]));
  }

  /** A table's packing; one that packs nothing for tables that are kept as they are. */
  of(table: string): PackedTable {
    return this.#tables.get(table) ?? this.#plain;
  }

  get #plain(): PackedTable {
    return new PackedTable({}, this.terms);
  }
}
