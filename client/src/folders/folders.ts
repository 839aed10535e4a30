import type { Event } from 'vscode';
import type { ServerLine } from '../connection/serverLine';

/** The folders of a window, each with a line to its own server. */
export interface Folders {
  /** Their paths, in the order in which the window shows them. */
  readonly roots: readonly string[];
  readonly onDidChangeRoots: Event<void>;
  /** The line of one of them; whoever only looks changes nothing by it. */
  lineTo(root: string): ServerLine;
  /** The name of one of them as the window shows it. */
  nameOf(root: string): string;
  /** What is said where there is no folder. */
  noFolder(): Error;
}
