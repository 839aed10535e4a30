import type * as vscode from 'vscode';

/** What every command is handed: where the extension lives, and where it shows what is wrong with a file. */
export interface Desk {
  readonly context: vscode.ExtensionContext;
  readonly problems: vscode.DiagnosticCollection;
}
