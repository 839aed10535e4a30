import type { Event } from 'vscode';
import type { TreeRow } from './treeRow';

/** Where the rows of a tree come from; `undefined` stands for the root. */
export interface RowSource {
  rows(parent: TreeRow | undefined): Promise<readonly TreeRow[]>;
  /** Tells which row, with all below it, is to be drawn anew. */
  readonly onDidChange: Event<TreeRow | undefined>;
}
