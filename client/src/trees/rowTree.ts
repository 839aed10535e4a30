import * as vscode from 'vscode';
import type { RowSource } from './rowSource';
import type { TreeRow } from './treeRow';

/** A place in a tree that stays the same object while the row in it changes: what menus and keys hand to commands. */
export interface RowHandle {
  row: TreeRow;
  readonly parent: RowHandle | undefined;
  children: readonly RowHandle[];
}

/** Draws the rows of a source as a tree of the editor. */
export class RowTree implements vscode.TreeDataProvider<RowHandle>, vscode.Disposable {
  readonly #source: RowSource;
  readonly #failed: (error: unknown) => void;
  readonly #settled: () => void;
  readonly #changed = new vscode.EventEmitter<RowHandle | undefined>();
  readonly #heard: vscode.Disposable;
  readonly #handles = new Map<string, RowHandle>();

  constructor(
    source: RowSource,
    told: { readonly failed: (error: unknown) => void; readonly settled: () => void },
  ) {
    this.#source = source;
    this.#failed = told.failed;
    this.#settled = told.settled;
    this.#heard = source.onDidChange((row) => this.#redraw(row));
  }

  readonly onDidChangeTreeData = this.#changed.event;

  async getChildren(parent?: RowHandle): Promise<RowHandle[]> {
    try {
      const rows = await this.#source.rows(parent?.row);
      this.#settled();
      return this.#placed(rows, parent);
    } catch (error) {
      this.#failed(error);
      return [];
    }
  }

  getParent(handle: RowHandle): RowHandle | undefined {
    return handle.parent;
  }

  getTreeItem(handle: RowHandle): vscode.TreeItem {
    const { id, kind, label, description, tooltip, icon, spoken, opens, branch } = handle.row;
    const item = new vscode.TreeItem(label, collapsible[branch]);
    item.id = id;
    item.contextValue = kind;
    item.description = description;
    item.tooltip = tooltip;
    item.iconPath = new vscode.ThemeIcon(
      icon.name,
      icon.color === undefined ? undefined : new vscode.ThemeColor(icon.color),
    );
    item.accessibilityInformation = { label: spoken };
    if (opens !== undefined) {
      item.command = { command: opens, title: label, arguments: [handle] };
    }
    return item;
  }

  dispose(): void {
    this.#heard.dispose();
    this.#changed.dispose();
  }

  /** Keeps the places of rows that were there before, so that what is open or chosen stays so. */
  #placed(rows: readonly TreeRow[], parent: RowHandle | undefined): RowHandle[] {
    const before = parent === undefined ? [...this.#handles.values()] : parent.children;
    const ids = new Set(rows.map(({ id }) => id));
    for (const gone of before.filter((one) => one.parent === parent && !ids.has(one.row.id))) {
      this.#drop(gone);
    }
    const handles = rows.map((row) => {
      const known = this.#handles.get(row.id);
      if (known !== undefined) {
        known.row = row;
        return known;
      }
      const made: RowHandle = { row, parent, children: [] };
      this.#handles.set(row.id, made);
      return made;
    });
    if (parent !== undefined) {
      parent.children = handles;
    }
    return handles;
  }

  #drop(handle: RowHandle): void {
    this.#handles.delete(handle.row.id);
    for (const child of handle.children) {
      this.#drop(child);
    }
  }

  #redraw(row: TreeRow | undefined): void {
    const handle = row && this.#handles.get(row.id);
    if (row !== undefined && handle !== undefined) {
      handle.row = row;
    }
    this.#changed.fire(handle);
  }
}

const collapsible = {
  none: vscode.TreeItemCollapsibleState.None,
  closed: vscode.TreeItemCollapsibleState.Collapsed,
  open: vscode.TreeItemCollapsibleState.Expanded,
} as const;
