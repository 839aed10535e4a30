import type { Connection } from '../sqlite/connection';

/** The columns of a table as one file has them; files of older and of other programs lack some or name them otherwise. */
export class FileColumns {
  readonly #names: ReadonlySet<string>;
  readonly #isView: boolean;

  constructor(connection: Connection, table: 'spans' | 'events') {
    const columns = connection.all(`PRAGMA table_info(${table})`);
    this.#names = new Set(columns.map(({ name }) => String(name)));
    this.#isView = connection.value('SELECT type FROM sqlite_master WHERE name = ?', [table]) === 'view';
  }

  get isThere(): boolean {
    return this.#names.size > 0;
  }

  /** What orders rows that began together: where they lie, or in a view, which has no such thing, their ids. */
  get place(): string {
    if (!this.#isView) return 'rowid';
    return this.#names.has('place') ? 'place' : this.first('seq', 'span_id');
  }

  /** The first of these columns that there is; NULL where there is none. */
  first(...names: readonly string[]): string {
    return names.find((name) => this.#names.has(name)) ?? 'NULL';
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }
}
