import { Listeners } from '../connection/listeners';
import type { TreeRow } from './treeRow';

interface Known {
  rows: readonly TreeRow[];
}

const rootId = '';

/** The rows that a tree has been given, by parent: read once, replaced or forgotten when something changed. */
export class KnownRows {
  readonly #byParent = new Map<string, Known>();
  readonly #changed = new Listeners<TreeRow | undefined>();

  readonly onDidChange = this.#changed.event;

  /** The rows below `parent`, read when they are not known. */
  async below(
    parent: TreeRow | undefined,
    read: () => Promise<readonly TreeRow[]>,
  ): Promise<readonly TreeRow[]> {
    const id = parent?.id ?? rootId;
    const known = this.#byParent.get(id);
    if (known !== undefined) {
      return known.rows;
    }
    const rows = await read();
    this.put(parent, rows);
    return rows;
  }

  /** Takes rows as what stands below `parent`. */
  put(parent: TreeRow | undefined, rows: readonly TreeRow[]): void {
    this.#byParent.set(parent?.id ?? rootId, { rows });
  }

  /** Whether the rows below this one have been read. */
  has(id: string | undefined): boolean {
    return this.#byParent.has(id ?? rootId);
  }

  /** Puts a row in the place of the one with its id; says whether there was one. */
  replace(row: TreeRow): boolean {
    for (const known of this.#byParent.values()) {
      if (known.rows.some(({ id }) => id === row.id)) {
        known.rows = known.rows.map((one) => (one.id === row.id ? row : one));
        this.#changed.fire(row);
        return true;
      }
    }
    return false;
  }

  /** Makes a row the first below the root. */
  insertFirst(row: TreeRow): void {
    const known = this.#byParent.get(rootId);
    if (known !== undefined) {
      known.rows = [row, ...known.rows];
      this.#changed.fire(undefined);
    }
  }

  /** Forgets what stands below a row, so that it is read again when somebody looks. */
  forget(id: string | undefined): void {
    const under = id === undefined ? '' : `${id}/`;
    for (const parent of [...this.#byParent.keys()]) {
      if (parent === (id ?? rootId) || parent.startsWith(under)) {
        this.#byParent.delete(parent);
      }
    }
  }

  /** Has a row, or all of them, drawn anew. */
  redraw(row: TreeRow | undefined): void {
    this.#changed.fire(row);
  }
}
