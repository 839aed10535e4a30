import type * as vscode from 'vscode';
import type { ServerLines } from './connection/serverLines';

/** What every command is handed: where the extension lives, its line to the server, and where it shows what is wrong. */
export interface Desk {
  readonly context: vscode.ExtensionContext;
  readonly problems: vscode.DiagnosticCollection;
  /** The line to the server of the current folder; `line.of(uri)` is the one that a document needs. */
  readonly line: ServerLines;
  readonly log: vscode.LogOutputChannel;
}
