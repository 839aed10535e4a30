import * as vscode from 'vscode';

/** One call of the bundled command line: the program, its arguments, and what the editor's Node needs to run it. */
export interface CommandLine {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** How to call the command line that ships with the extension: argument lists only, so that no shell reads a file name. */
export function commandLine(context: vscode.ExtensionContext, args: readonly string[]): CommandLine {
  const bundle = vscode.Uri.joinPath(context.extensionUri, 'dist/server/cli.cjs').fsPath;
  return { program: process.execPath, args: [bundle, ...args], env: { ELECTRON_RUN_AS_NODE: '1' } };
}
