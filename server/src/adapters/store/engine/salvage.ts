import type { Cell } from '../record/cells';
import type { Bound } from '../sqlite/bindValues';
import type { Connection } from '../sqlite/connection';
import { resultCodes, SqlError } from '../sqlite/resultCodes';
import { isDamage } from './openDatabase';

const readAtOnce = 200;
/** How many places between the readable ends of a table are tried one by one. */
const triedOneByOne = 1_000_000;

interface Counts {
  readonly rows: Record<string, number>;
  readonly lost: Record<string, number>;
}

/** Copies every row that can be read; tables of the full text are left out, they are made again from the events. */
export function salvageTables(source: Connection, target: Connection): Counts {
  const counts: Counts = { rows: {}, lost: {} };
  const tables = target
    .all("SELECT name FROM sqlite_master WHERE type = 'table'")
    .map((row) => String(row['name']))
    .filter(
      (name) =>
        !name.startsWith('sqlite_') &&
        !name.startsWith('event_text_') &&
        !name.startsWith('span_') &&
        name !== 'schema_migrations',
    );
  for (const table of tables) {
    const { rows, lost } = new TableSalvage(source, target, table).run();
    const name = table.replace(/^packed_/, '');
    if (rows > 0 && name !== 'terms') counts.rows[name] = rows;
    if (lost > 0) counts.lost[name] = lost;
  }
  return counts;
}

class TableSalvage {
  readonly #source: Connection;
  readonly #target: Connection;
  readonly #table: string;
  readonly #columns: string;
  #rows = 0;
  #lost = 0;

  constructor(source: Connection, target: Connection, table: string) {
    this.#source = source;
    this.#target = target;
    this.#table = table;
    const names = target.all(`PRAGMA table_info(${table})`).map((row) => String(row['name']));
    this.#columns = names.join(', ');
  }

  /** Reads forwards as far as it goes, then backwards from the end, then what lies between place by place. */
  run(): { readonly rows: number; readonly lost: number } {
    const first = this.#walk('>', 'ASC', 0);
    if (first.isWhole) return { rows: this.#rows, lost: 0 };
    const last = this.#walk('<', 'DESC', Number.MAX_SAFE_INTEGER, first.place);
    if (last.place === Number.MAX_SAFE_INTEGER) return { rows: this.#rows, lost: 1 };
    const end = Math.min(last.place, first.place + triedOneByOne);
    for (let place = first.place + 1; place < end; place += 1) this.#takeOne(place);
    return { rows: this.#rows, lost: this.#lost };
  }

  #walk(compare: '<' | '>', order: 'ASC' | 'DESC', from: number, stop = -1) {
    let place = from;
    for (let count = readAtOnce; count > 0; ) {
      const rows = this.#read(`rowid ${compare} ? AND rowid > ? ORDER BY rowid ${order} LIMIT ${count}`, [
        place,
        stop,
      ]);
      if (rows === undefined) count = Math.floor(count / 2);
      else {
        for (const row of rows) this.#keep(row);
        if (rows.length < count) return { place, isWhole: true };
        place = Number(rows.at(-1)?.['salvaged_place']);
      }
    }
    return { place, isWhole: false };
  }

  #takeOne(place: number): void {
    const rows = this.#read('rowid = ?', [place]);
    if (rows === undefined) this.#lost += 1;
    else for (const row of rows) this.#keep(row);
  }

  /** The rows that meet a condition; undefined when SQLite cannot read them all. */
  #read(where: string, values: readonly Cell[]): Record<string, Bound>[] | undefined {
    try {
      const columns = `rowid AS salvaged_place, ${this.#columns}`;
      return this.#source.raw(`SELECT ${columns} FROM ${this.#table} NOT INDEXED WHERE ${where}`, values);
    } catch (error) {
      if (isDamage(error)) return undefined;
      throw error;
    }
  }

  #keep(row: Record<string, Bound>): void {
    const { salvaged_place: _, ...cells } = row;
    const marks = Object.keys(cells).map(() => '?');
    try {
      this.#target.run(
        `INSERT INTO ${this.#table} (${this.#columns}) VALUES (${marks.join(', ')})`,
        Object.values(cells),
      );
      this.#rows += 1;
    } catch (error) {
      if (!(error instanceof SqlError && error.code === resultCodes.constraint)) throw error;
      this.#lost += 1;
    }
  }
}
