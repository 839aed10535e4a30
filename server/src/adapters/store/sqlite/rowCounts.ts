import type { Bound } from './bindValues';
import type { Connection } from './connection';

/** Rows of one table that meet a condition. */
export interface Counted {
  readonly table: string;
  /** The condition, with its values. */
  readonly sql: string;
  readonly values: readonly Bound[];
  /** The columns that the condition looks at. */
  readonly columns: readonly string[];
}

const kept = 256;
/** More new rows than this are not looked at one by one: an index may find those that count sooner. */
const mostNew = 1_000;

/**
 * How many rows meet a condition, without counting again those that were counted before: rows get rising places, so only
 * the new ones are looked at, unless a column of the condition was written in one of the others, or rows were removed.
 */
export class RowCounts {
  readonly #connection: Connection;
  readonly #known = new Map<string, Known>();
  readonly #changes = new Map<string, number>();
  #change = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  count(counted: Counted): number {
    const { table, sql, values } = counted;
    const key = `${table} ${sql} ${JSON.stringify(values)}`;
    const last = Number(this.#connection.value(`SELECT max(rowid) FROM ${table}`) ?? 0);
    const known = this.#known.get(key);
    const rows =
      known !== undefined && this.#holds(known, counted) && last - known.last <= mostNew
        ? known.rows + this.#newer(counted, known.last, last)
        : Number(this.#connection.value(`SELECT count(*) FROM ${table} WHERE ${sql}`, values));
    // Inside a transaction that may be taken back nothing is remembered.
    if (!this.#connection.isWriting) this.#remember(key, { rows, last, change: this.#change });
    return rows;
  }

  /** Notes that columns of rows that were there are written. */
  changed(table: string, columns: readonly string[]): void {
    this.#change += 1;
    for (const column of columns) this.#changes.set(`${table} ${column}`, this.#change);
  }

  /** Counts everything anew, as after rows were removed. */
  forget(): void {
    this.#known.clear();
  }

  #holds({ change }: Known, { table, columns }: Counted): boolean {
    return columns.every((column) => (this.#changes.get(`${table} ${column}`) ?? 0) <= change);
  }

  #newer({ table, sql, values }: Counted, after: number, last: number): number {
    if (last === after) return 0;
    const newer = `SELECT count(*) FROM ${table} NOT INDEXED WHERE rowid > ? AND ${sql}`;
    return Number(this.#connection.value(newer, [after, ...values]));
  }

  #remember(key: string, known: Known): void {
    if (this.#known.size >= kept) this.#known.clear();
    this.#known.set(key, known);
  }
}

/** A count, with the last row and the last change that there were then. */
interface Known {
  readonly rows: number;
  readonly last: number;
  readonly change: number;
}
