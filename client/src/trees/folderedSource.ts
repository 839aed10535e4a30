import type { Disposable } from 'vscode';
import { Listeners } from '../connection/listeners';
import type { ServerLine } from '../connection/serverLine';
import type { Folders } from '../folders/folders';
import { PerFolder } from '../folders/perFolder';
import type { RowSource } from './rowSource';
import { type TreeRow, treeRow } from './treeRow';

/** The rows of every folder of a window: below a row for each folder, where there is more than one. */
export class FolderedSource<S extends RowSource & Disposable> implements RowSource, Disposable {
  readonly #folders: Folders;
  readonly #sources: PerFolder<S>;
  readonly #changed = new Listeners<TreeRow | undefined>();
  readonly #heard: Disposable;
  /** The rows as the sources know them, by those that were handed out. */
  readonly #own = new WeakMap<TreeRow, TreeRow>();

  constructor(folders: Folders, make: (line: ServerLine, root: string) => S) {
    this.#folders = folders;
    this.#sources = new PerFolder(folders, (line, root) => {
      const source = make(line, root);
      source.onDidChange((row) => this.#tell(root, row));
      return source;
    });
    this.#heard = folders.onDidChangeRoots(() => this.#changed.fire(undefined));
  }

  readonly onDidChange = this.#changed.event;

  /** The sources of all folders. */
  get all(): readonly S[] {
    return this.#sources.all.map(([, source]) => source);
  }

  of(root: string): S {
    return this.#sources.of(root);
  }

  async rows(parent: TreeRow | undefined): Promise<readonly TreeRow[]> {
    const { roots } = this.#folders;
    const [only] = roots;
    if (only === undefined) {
      throw this.#folders.noFolder();
    }
    if (parent === undefined && roots.length > 1) {
      return roots.map((root) => this.#folderRow(root));
    }
    const root = parent?.subject.root ?? only;
    const above = parent?.kind === 'folder' ? undefined : parent && (this.#own.get(parent) ?? parent);
    const rows = await this.#sources.of(root).rows(above);
    return rows.map((row) => this.#placed(root, row));
  }

  dispose(): void {
    this.#heard.dispose();
    this.#sources.dispose();
  }

  #tell(root: string, row: TreeRow | undefined): void {
    const isSplit = this.#folders.roots.length > 1;
    this.#changed.fire(
      row === undefined ? (isSplit ? this.#folderRow(root) : undefined) : this.#placed(root, row),
    );
  }

  /** A row with the folder it lies in; ids of several folders may be alike. */
  #placed(root: string, row: TreeRow): TreeRow {
    const id = this.#folders.roots.length > 1 ? `${root}\n${row.id}` : row.id;
    const placed = { ...row, id, subject: { ...row.subject, root } };
    this.#own.set(placed, row);
    return placed;
  }

  #folderRow(root: string): TreeRow {
    return treeRow({
      id: `folder/${root}`,
      kind: 'folder',
      label: this.#folders.nameOf(root),
      icon: { name: 'root-folder' },
      details: [],
      tooltip: root,
      subject: { root },
      branch: 'open',
    });
  }
}
